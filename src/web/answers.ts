import type { FastifyInstance } from 'fastify'
import { visible } from '../model/language/marks.js'

/**
 * What each answer passes on its way out: no browser and no proxy keeps it, unless its page says that it is public or nobody's; and nobody's
 * control characters or turned writing direction are shown as they are, whoever wrote them and whichever page shows them.
 */
export function passAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply, payload) => {
    // An error may name a person although its page is public.
    if (!reply.hasHeader('cache-control') || reply.statusCode >= 400)
      reply.header('cache-control', 'no-store')
    const type = String(reply.getHeader('content-type') ?? '')
    return typeof payload === 'string' && isShown(type) ? visible(payload) : payload
  })
}

/** A page, a feed, a contact card, a calendar; a mail as it is kept (message/rfc822) stays as it is. */
const isShown = (type: string) => type.startsWith('text/') || type.startsWith('application/atom+xml')
