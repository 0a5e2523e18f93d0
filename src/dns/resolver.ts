import { Resolver } from 'node:dns/promises'
import type { Lookup } from '../model/delivery/sender-lookup.js'

/** Uses the system's name servers; `timeout` in milliseconds per question. */
export function openLookup(timeout: number): Lookup {
  const resolver = new Resolver({ timeout, tries: 1 })
  return {
    txt: async name => (await orNone(resolver.resolveTxt(name))).map(strings => strings.join('')),
    mx: name => orNone(resolver.resolveMx(name)),
    addresses: async name => [
      ...(await orNone(resolver.resolve4(name))),
      ...(await orNone(resolver.resolve6(name))),
    ],
  }
}

/** A name without such a record gives an empty list. */
async function orNone<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw new Error(`the DNS does not answer (${code ?? (error as Error).message})`)
  }
}
