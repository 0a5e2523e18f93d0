import type { Computed, Found, Use } from './sources.js'

/**
 * Constructors whose expressions are not all known after loading the modules. Known are those outside functions, or in functions called only outside
 * of functions, directly or indirectly. Others are built at run time from unknown text.
 */
export function builtLate({ computed, uses }: Found): Computed[] {
  const byDefinition = new Map<string, Use[]>()
  for (const use of uses) {
    const key = `${use.definedIn} ${use.name}`
    const known = byDefinition.get(key)
    if (known) known.push(use)
    else byDefinition.set(key, [use])
  }
  return computed.filter(
    ({ file, within }) => within !== null && !isOnLoading(file, within, byDefinition, []),
  )
}

function isOnLoading(file: string, name: string, uses: Map<string, Use[]>, above: string[]): boolean {
  const key = `${file} ${name}`
  const calls = uses.get(key) ?? []
  if (calls.length === 0 || above.includes(key)) return false
  return calls.every(
    ({ file, within }) => within === null || isOnLoading(file, within, uses, [...above, key]),
  )
}

/** The files to load so that each constructor is called: their own, and those that use a builder on loading. */
export function filesToLoad({ computed, uses }: Found): string[] {
  const builders = new Set(computed.map(({ file, within }) => `${file} ${within}`))
  const files = uses.filter(
    ({ name, definedIn, within }) => within === null && builders.has(`${definedIn} ${name}`),
  )
  return [...new Set([...computed, ...files].map(({ file }) => file))]
}
