import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.js'

const isLoopback = (host: string) => /^(127\.\d+\.\d+\.\d+|::1|localhost)$/.test(host)
const bare = (host: string) => host.replace(/^\[(.*)\]$/, '$1')

/**
 * Only who sits at this machine reaches the pages: then editions, without anything of a person, are open to them. Who asks
 * for another name came by a proxy that nobody told us of, or from a site that gave its own name our address.
 */
export const isBesideUs = ({ hostname }: FastifyRequest, { host, behindProxy }: Config) =>
  !behindProxy && isLoopback(host) && isLoopback(bare(hostname))

/** What proxies, tunnels and content networks add to a request. */
const OF_A_PROXY =
  /^(forwarded|via|x-forwarded.*|x-real-ip|x-client-ip|x-cluster-client-ip|true-client-ip|x-original-.*|x-envoy-.*|x-proxy.*|x-appengine-.*|proxy-.*|cf-.*|fastly-.*|tailscale-.*|ngrok-.*)$/

/** Whether anybody at all may see the mails of the local catcher: without a relay, at no other address than this machine's. */
export const showsCatcher = ({ smtp, behindProxy, host, baseUrl }: Config) =>
  smtp === null && !behindProxy && isLoopback(host) && isLoopback(bare(new URL(baseUrl).hostname))

/**
 * Whether a request may see the mails of the local catcher, with links in them to log in: there is no relay, the pages have
 * no other address than this machine's, and nothing of the request came through anybody else. A proxy that hides itself
 * speaks HTTP/1.0, or has a BASE_URL that people can reach.
 */
export function seesCatcher(request: FastifyRequest, config: Config): boolean {
  if (!showsCatcher(config) || !isBesideUs(request, config)) return false
  const { socket, headers, raw } = request
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  return (
    isLoopback(peer) && raw.httpVersion !== '1.0' && !Object.keys(headers).some(name => OF_A_PROXY.test(name))
  )
}
