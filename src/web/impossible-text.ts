import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const HALF_OF_PAIR = /\p{Cs}/u
/** What a text can't hold: NUL, which PostgreSQL refuses, and lone surrogates, for which UTF-8 has no bytes. */
const isImpossible = (text: string) => text.includes('\0') || HALF_OF_PAIR.test(text)
/** The levels of any form; deeper data is no form. */
const DEPTH = 4

/** Whether a form, query or path holds what no text can. */
export function holdsImpossible(given: unknown, depth = 0): boolean {
  if (typeof given === 'string') return isImpossible(given)
  if (typeof given !== 'object' || given === null) return false
  if (depth === DEPTH) return true
  return Object.entries(given).some(([key, value]) => isImpossible(key) || holdsImpossible(value, depth + 1))
}

/** Lets `refuse` answer such a request before any handler or the ledger; an impossible address leads nowhere. */
export function refuseImpossible(
  server: FastifyInstance,
  refuse: (request: FastifyRequest, reply: FastifyReply, holder: 'address' | 'form') => unknown,
): void {
  server.addHook('preValidation', async (request, reply) => {
    const isOfForm = holdsImpossible(request.query) || holdsImpossible(request.body)
    if (!isOfForm && !holdsImpossible(request.params)) return
    await refuse(request, reply, isOfForm ? 'form' : 'address')
    return reply
  })
}
