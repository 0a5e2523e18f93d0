import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Requests a minute from one client, by the beginning of a route; routes under one beginning share them. The first that fits counts. */
const REQUESTS_A_MINUTE: [beginning: string, most: number][] = [
  // Apart from people's: who watches asks from the same address as they do, behind a proxy that nobody told us of.
  ['/health', 120],
  // A person needs four pages until they are in.
  ['/log-in', 30],
  ['/log-out', 30],
  ['/sign/', 60],
  ['/people/', 60],
  // A mail provider may send those of a whole commune.
  ['/unsubscribe/', 120],
  // Behind one address may be a whole commune.
  ['/read/', 240],
  ['/published', 240],
  // The desk: a person clicks; what asks more often is none.
  ['/', 300],
]
/** Asking for a link, which is mailed. */
const LINKS_A_MINUTE = 6
/** A page that isn't there is asked for by a program that looks for holes. */
const UNKNOWN_A_MINUTE = 120

/** The limit of a route: the bucket that its requests fill, and how many fit into it in a minute. */
export function limitOf(method: string, route: string): { bucket: string; most: number } {
  if (method === 'POST' && route === '/log-in') return { bucket: 'links', most: LINKS_A_MINUTE }
  const found = REQUESTS_A_MINUTE.find(([beginning]) => route.startsWith(beginning))
  return found ? { bucket: found[0], most: found[1] } : { bucket: 'unknown', most: UNKNOWN_A_MINUTE }
}

/**
 * Who asks: the address, behind a proxy the one that it forwards; of IPv6 the network of one subscriber (RFC 6177), who has more addresses
 * than can be counted.
 */
export const clientOf = ({ ip }: Pick<FastifyRequest, 'ip'>): string => normalizeIP(ip)

/** Refuses with 429 what a client asks too often, before anything else is done for it: every route has its limit, an unknown one too. */
export async function limitRequests(server: FastifyInstance): Promise<void> {
  await server.register(rateLimit, { global: false })
  const limit = (request: FastifyRequest) => limitOf(request.method, request.routeOptions.url ?? '')
  const count = server.createRateLimit({
    timeWindow: '1 minute',
    max: request => limit(request).most,
    keyGenerator: request => `${limit(request).bucket} ${clientOf(request)}`,
  })
  server.addHook('onRequest', async (request, reply) => {
    const counted = await count(request)
    if (counted.isAllowed || !counted.isExceeded) return
    reply.header('retry-after', counted.ttlInSeconds)
    throw tooMany()
  })
}

/** What the error handlers know as "too many requests". */
export const tooMany = () => Object.assign(new Error('too many requests'), { statusCode: 429 })
