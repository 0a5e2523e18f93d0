import rateLimit, { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance, FastifyRequest } from 'fastify'

/** Requests a minute per client, by the beginning of a route; its routes share them. The first match counts. */
const REQUESTS_A_MINUTE: [beginning: string, most: number][] = [
  // Separate: monitoring may come from the same address as people, behind an undeclared proxy.
  ['/health', 120],
  // A log-in takes four pages.
  ['/log-in', 30],
  ['/log-out', 30],
  ['/sign/', 60],
  ['/people/', 60],
  // A mail provider may send those of a whole commune.
  ['/unsubscribe/', 120],
  // A whole commune may share one address.
  ['/read/', 240],
  ['/published', 240],
  // The desk: people click; faster clients are programs.
  ['/', 300],
]
/** Requests for a mailed link. */
const LINKS_A_MINUTE = 6
/** A list as a file may be long. */
const FILES_A_MINUTE = 90
/** Unknown pages are requested by programs that search for holes. */
const UNKNOWN_A_MINUTE = 120

/** The limit of a route: its bucket, and how many requests fit into that per minute. */
export function limitOf(method: string, route: string): { bucket: string; most: number } {
  if (method === 'POST' && route === '/log-in') return { bucket: 'links', most: LINKS_A_MINUTE }
  if (/\.(?:csv|xlsx)$/.test(route)) return { bucket: 'files', most: FILES_A_MINUTE }
  const found = REQUESTS_A_MINUTE.find(([beginning]) => route.startsWith(beginning))
  return found ? { bucket: found[0], most: found[1] } : { bucket: 'unknown', most: UNKNOWN_A_MINUTE }
}

/** The client: its address, or the one a proxy forwards. For IPv6 the network of one subscriber (RFC 6177), who has countless addresses. */
export const clientOf = ({ ip }: Pick<FastifyRequest, 'ip'>): string => normalizeIP(ip)

/** Answers 429 to excess requests of a client before any other work; every route has a limit, even an unknown one. */
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

/** The error that the handlers know as "too many requests". */
export const tooMany = () => Object.assign(new Error('too many requests'), { statusCode: 429 })
