import { connect, createServer, type Socket } from 'node:net'

export type TcpProxy = {
  port: number
  /** Breaks every connection off and refuses new ones. */
  cut: () => void
  /** Lets nothing through, either way, without breaking off. */
  freeze: () => void
  /** Lets nothing more through on the connections there are, for ever and without a word; new ones are as usual. */
  swallow: () => void
  /** Lets through what waited, and new connections. */
  resume: () => void
  close: () => Promise<void>
}

/** A TCP proxy on loopback in front of a port: a network that can fail. */
export async function startProxy(target: () => number): Promise<TcpProxy> {
  let state: 'open' | 'frozen' | 'cut' = 'open'
  const pairs = new Set<[Socket, Socket]>()
  const swallowed = new WeakSet<[Socket, Socket]>()
  const server = createServer(near => {
    near.on('error', () => {})
    if (state === 'cut') return near.resetAndDestroy()
    const far = connect({ port: target(), host: '127.0.0.1' })
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    far.on('error', () => near.destroy())
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', chunk => to.write(chunk))
      from.on('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
      if (state === 'frozen') from.pause()
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    cut: () => {
      state = 'cut'
      for (const [near, far] of pairs) {
        near.resetAndDestroy()
        far.destroy()
      }
    },
    freeze: () => {
      state = 'frozen'
      for (const pair of pairs) for (const socket of pair) socket.pause()
    },
    swallow: () => {
      for (const pair of pairs) {
        for (const socket of pair) socket.pause()
        swallowed.add(pair)
      }
    },
    resume: () => {
      state = 'open'
      for (const pair of pairs) if (!swallowed.has(pair)) for (const socket of pair) socket.resume()
    },
    close: () => {
      for (const [near, far] of pairs) {
        near.destroy()
        far.destroy()
      }
      return new Promise(resolve => server.close(() => resolve()))
    },
  }
}
