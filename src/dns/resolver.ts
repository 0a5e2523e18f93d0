import { Resolver } from 'node:dns/promises'
import type { Lookup } from '../model/delivery/sender-lookup.js'

/** The system's name servers; each question has `timeout` milliseconds. */
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

/** A name without such a record is an answer, too. */
async function orNone<T>(answer: Promise<T[]>): Promise<T[]> {
  try {
    return await answer
  } catch (error) {
    const { code } = error as { code?: string }
    if (code === 'ENOTFOUND' || code === 'ENODATA') return []
    throw new Error(`the DNS does not answer (${code ?? (error as Error).message})`)
  }
}
