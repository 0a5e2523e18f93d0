import type { Computed, Found, Use } from './sources.js'

/**
 * Constructors of which loading the modules shows every expression that there will be: outside of functions, or in functions that are
 * called outside of functions alone, however far up. The rest is built while the program runs, from what nobody can know.
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

/** The files to load so that each of the constructors is called: their own, and those that use a builder on loading. */
export function filesToLoad({ computed, uses }: Found): string[] {
  const builders = new Set(computed.map(({ file, within }) => `${file} ${within}`))
  const files = uses.filter(
    ({ name, definedIn, within }) => within === null && builders.has(`${definedIn} ${name}`),
  )
  return [...new Set([...computed, ...files].map(({ file }) => file))]
}
