import type { FastifyInstance } from 'fastify'
import { visible } from '../model/language/marks.js'

/**
 * Applied to each answer. No browser or proxy stores it unless its page says that it is public or impersonal. Control and direction characters from
 * any source appear as marks.
 */
export function passAnswers(server: FastifyInstance): void {
  server.addHook('onSend', async (_request, reply, payload) => {
    // An error may name a person even if its page is public.
    if (!reply.hasHeader('cache-control') || reply.statusCode >= 400)
      reply.header('cache-control', 'no-store')
    const type = String(reply.getHeader('content-type') ?? '')
    return typeof payload === 'string' && isShown(type) ? visible(payload) : payload
  })
}

/** Pages, feeds, contact cards and calendars; a stored mail (message/rfc822) stays unchanged. */
const isShown = (type: string) => type.startsWith('text/') || type.startsWith('application/atom+xml')
