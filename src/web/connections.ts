import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { clientOf, tooMany } from './limits.js'

/**
 * In milliseconds: limits for a request with its body, for its header, and for making and reading an answer. A form has at most 64 kB; a PDF takes at
 * most 30 s.
 */
export const REQUEST_MS = 20_000
const HEADER_MS = 10_000
const ANSWER_MS = 60_000
/** How often connections are checked for slow requests, in milliseconds. */
const LOOK_MS = 2000
/** In milliseconds: how long a connection may wait for its next request; a proxy keeps some for all its clients. */
const IDLE_MS = 5000
const IDLE_OF_PROXY_MS = 75_000
/** Of a process's usual 1,024 descriptors, three quarters stay for ledger, relay and files. */
export const CONNECTIONS_IN_ALL = 256
export const CONNECTIONS_OF_ONE = 64
/** Concurrent requests of one client: behind a proxy, connections don't identify clients. */
export const REQUESTS_OF_ONE = 32

/** Fastify's options to end slow requests, whatever they send. */
export const patience = ({ behindProxy }: Config) => ({
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: behindProxy ? IDLE_OF_PROXY_MS : IDLE_MS,
  http: { headersTimeout: HEADER_MS, connectionsCheckingInterval: LOOK_MS },
})

/** Limits connections in all and per address, concurrent requests per client, and the time of each answer. decision 41 */
export function capConnections(fastify: FastifyInstance, { behindProxy }: Config, log: App['log']): void {
  const server = fastify.server as Server
  server.maxConnections = CONNECTIONS_IN_ALL
  server.on('drop', () => log.warn('connections.refused', { reason: 'too many in all' }))
  // EMFILE at accept: the connection waits in the kernel's queue. An unhandled 'error' would end the process.
  server.on('error', error => log.error('connections.trouble', { reason: error.message }))
  if (behindProxy) capPerClient(fastify)
  else capPerAddress(server, log)
  capAnswers(server)
}

function capPerAddress(server: Server, log: App['log']) {
  const open = openCounts()
  server.on('connection', (socket: Socket) => {
    const address = normalizeIP(socket.remoteAddress ?? '')
    if (open.add(address) > CONNECTIONS_OF_ONE) {
      log.warn('connections.refused', { reason: 'too many from one address' })
      socket.destroy()
    }
    socket.once('close', () => open.remove(address))
  })
}

/** A reader who takes a byte now and then occupies a connection as well as a slow writer. */
function capAnswers(server: Server) {
  server.on('request', (_request, response) => {
    const tooLong = setTimeout(() => response.destroy(), ANSWER_MS)
    tooLong.unref()
    response.once('close', () => clearTimeout(tooLong))
  })
}

function capPerClient(fastify: FastifyInstance) {
  const running = openCounts()
  fastify.addHook('onRequest', async (request, reply) => {
    const client = clientOf(request)
    reply.raw.once('close', () => running.remove(client))
    if (running.add(client) <= REQUESTS_OF_ONE) return
    // Otherwise its body would still be awaited.
    reply.header('connection', 'close').header('retry-after', '5')
    throw tooMany()
  })
}

/** Counts per key. */
function openCounts() {
  const counts = new Map<string, number>()
  return {
    /** Returns the new count. */
    add: (key: string): number => {
      const many = (counts.get(key) ?? 0) + 1
      counts.set(key, many)
      return many
    },
    remove: (key: string) => {
      const many = (counts.get(key) ?? 1) - 1
      if (many > 0) counts.set(key, many)
      else counts.delete(key)
    },
  }
}

/** In milliseconds: how long answers in progress may take when the process ends. */
const FAREWELL_MS = 3000

/** Accepts no new request, and cuts off what is not answered soon. */
export async function closeConnections(fastify: FastifyInstance): Promise<void> {
  const late = setTimeout(() => fastify.server.closeAllConnections(), FAREWELL_MS)
  await fastify.close()
  clearTimeout(late)
}
