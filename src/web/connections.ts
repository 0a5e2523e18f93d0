import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { normalizeIP } from '@fastify/rate-limit'
import type { FastifyInstance } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { clientOf, tooMany } from './limits.js'

/**
 * How long a request may take to arrive, its body included, its header, and how long an answer may take to be made and taken, in
 * milliseconds. A form has 64 kB at most; a PDF is made within 30 s.
 */
export const REQUEST_MS = 20_000
const HEADER_MS = 10_000
const ANSWER_MS = 60_000
/** How often connections are looked at for requests that take too long, in milliseconds. */
const LOOK_MS = 2000
/** How long a connection may wait for its next request, in milliseconds: a proxy keeps some for all its clients. */
const IDLE_MS = 5000
const IDLE_OF_PROXY_MS = 75_000
/** Of 1,024 descriptors that a process usually may open, three quarters stay for the ledger, the relay and the files. */
export const CONNECTIONS_IN_ALL = 256
export const CONNECTIONS_OF_ONE = 64
/** Requests of one client that are worked on at once: behind a proxy, connections do not tell clients apart. */
export const REQUESTS_OF_ONE = 32

/** Options of Fastify that cut slow requests off, whatever they send. */
export const patience = ({ behindProxy }: Config) => ({
  requestTimeout: REQUEST_MS,
  keepAliveTimeout: behindProxy ? IDLE_OF_PROXY_MS : IDLE_MS,
  http: { headersTimeout: HEADER_MS, connectionsCheckingInterval: LOOK_MS },
})

/** Caps connections in all and per address, requests at once per client, and the time of each answer. decision 41 */
export function capConnections(fastify: FastifyInstance, { behindProxy }: Config, log: App['log']): void {
  const server = fastify.server as Server
  server.maxConnections = CONNECTIONS_IN_ALL
  server.on('drop', () => log.warn('connections.refused', { reason: 'too many in all' }))
  // EMFILE at accept: the connection waits in the kernel's queue. Unheard, an 'error' would end the process.
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

/** A reader who takes a byte now and then keeps a connection as well as a writer does. */
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
    // Its body would still be waited for.
    reply.header('connection', 'close').header('retry-after', '5')
    throw tooMany()
  })
}

/** How many of each there are. */
function openCounts() {
  const counts = new Map<string, number>()
  return {
    /** Returns how many there are now. */
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

/** How long answers that are being made may take when the process ends, in milliseconds. */
const FAREWELL_MS = 3000

/** Ends it: no new request, and what is not answered soon is cut off. */
export async function closeConnections(fastify: FastifyInstance): Promise<void> {
  const late = setTimeout(() => fastify.server.closeAllConnections(), FAREWELL_MS)
  await fastify.close()
  clearTimeout(late)
}
