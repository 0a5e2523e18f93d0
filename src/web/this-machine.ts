import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.js'
import { isLoopback } from '../model/operations/loopback.js'

/** How the names of headers begin that proxies, tunnels and content networks add to a request. */
const OF_A_PROXY = [
  ...['forwarded', 'via', 'x-forwarded', 'x-real-', 'x-client-ip', 'x-cluster-client-ip', 'true-client-ip'],
  ...['x-original', 'x-originating-', 'x-remote-', 'x-host', 'x-scheme', 'x-proxy', 'proxy-', 'wl-proxy-'],
  ...[
    'x-envoy-',
    'x-appengine-',
    'x-amzn-',
    'x-amz-cf-',
    'x-arr-',
    'x-azure-',
    'x-akamai',
    'akamai-',
    'x-vercel-',
  ],
  ...['cf-', 'cdn-loop', 'fastly-', 'fly-', 'tailscale-', 'ngrok-', 'x-cache', 'x-varnish'],
]
const cameByProxy = ({ headers, raw }: FastifyRequest) =>
  // One that hides itself speaks HTTP/1.0.
  raw.httpVersion === '1.0' ||
  Object.keys(headers).some(name => OF_A_PROXY.some(beginning => name.startsWith(beginning)))

/**
 * Whether a request comes from this machine, where the pages have no other address: then editions, without anything of a person, are open.
 * A request for another name came by a proxy that nobody told us of, or from a site that gave its own name our address; any header of a
 * proxy ends it as well. Without BEHIND_PROXY, what such headers say is believed nowhere.
 */
export function isBesideUs(request: FastifyRequest, { host, behindProxy }: Config): boolean {
  if (behindProxy || !isLoopback(host) || !isLoopback(request.hostname)) return false
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  // decision 37
  return isLoopback(peer) && !cameByProxy(request)
}

/** Whether anybody at all may see the mails of the local catcher: without a relay, at no other address than this machine's. */
export const showsCatcher = ({ smtp, behindProxy, host, baseUrl }: Config) =>
  smtp === null && !behindProxy && isLoopback(host) && isLoopback(new URL(baseUrl).hostname)

/**
 * Whether a request may see the mails of the local catcher, with links in them to log in: there is no relay, the pages have no other address
 * than this machine's, also in BASE_URL, and the request comes from there.
 */
export const seesCatcher = (request: FastifyRequest, config: Config): boolean =>
  showsCatcher(config) && isBesideUs(request, config)
