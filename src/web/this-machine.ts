import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.js'
import { isLoopback } from '../model/operations/loopback.js'

/** Beginnings of headers that proxies, tunnels and content networks add. */
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
  // A proxy that hides itself speaks HTTP/1.0.
  raw.httpVersion === '1.0' ||
  Object.keys(headers).some(name => OF_A_PROXY.some(beginning => name.startsWith(beginning)))

/**
 * Whether a request comes from this machine while the pages have no other address; then editions are open, without personal data. Another name means
 * an undeclared proxy, or a site whose name points to our address. A proxy's header refuses it; without BEHIND_PROXY no such header is trusted.
 */
export function isBesideUs(request: FastifyRequest, { host, behindProxy }: Config): boolean {
  if (behindProxy || !isLoopback(host) || !isLoopback(request.hostname)) return false
  const peer = (request.socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  // decision 37
  return isLoopback(peer) && !cameByProxy(request)
}

/** Whether the catcher's mails may be shown at all: without a relay, and at no address but this machine's. */
export const showsCatcher = ({ smtp, behindProxy, host, baseUrl }: Config) =>
  smtp === null && !behindProxy && isLoopback(host) && isLoopback(new URL(baseUrl).hostname)

/**
 * Whether a request may see the catcher's mails, which hold log-in links: without a relay, from this machine, and at no other address, including
 * BASE_URL.
 */
export const seesCatcher = (request: FastifyRequest, config: Config): boolean =>
  showsCatcher(config) && isBesideUs(request, config)
