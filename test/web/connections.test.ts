import { connect, type Socket } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals'
import {
  CONNECTIONS_IN_ALL,
  CONNECTIONS_OF_ONE,
  patience,
  REQUEST_MS,
  REQUESTS_OF_ONE,
} from '../../src/web/connections.js'
import { type Pages, startPages } from '../../src/web/pages.js'
import { openWorld, type World } from '../support/world.js'

let world: World
let pages: Pages
let behind: Pages
const logged: string[] = []
/** A body that goes on sending a byte every half second, from the beginning: what it was told when it was cut. */
let drips: Promise<string>
beforeAll(async () => {
  const say = (event: string, fields?: object) => logged.push(`${event} ${JSON.stringify(fields ?? {})}`)
  const log = { debug: () => {}, info: () => {}, warn: say, error: say }
  world = await openWorld({ now: '2026-11-25T09:00:00+01:00', settings: { PORT: '0' }, log })
  pages = await startPages(world.app, world.config)
  behind = await startPages(world.app, { ...world.config, behindProxy: true })
  const dripping = slowBody(pages)
  // It outlives the test that it begins before.
  open.delete(dripping.socket)
  const drip = setInterval(() => dripping.socket.writable && dripping.socket.write('a'), 500)
  drips = dripping.ended.finally(() => clearInterval(drip))
})
afterAll(async () => {
  await pages.close()
  await behind.close()
  await world.close()
})

const open = new Set<Socket>()
afterEach(async () => {
  for (const socket of open) socket.destroy()
  open.clear()
})

/**
 * A connection that begins to send a form. `heard` resolves once the pages wait for the rest of it; `ended` once it is cut, to what it was
 * told.
 */
function slowBody({ url }: Pages, headers = '', isHeaderDone = true) {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  open.add(socket)
  let said = ''
  const ended = new Promise<string>(resolve => socket.once('close', () => resolve(said)))
  socket.on('error', () => {})
  const heard = new Promise<void>(resolve =>
    socket.on('data', chunk => {
      said += chunk
      if (said.startsWith('HTTP/1.1 100 ')) resolve()
    }),
  )
  const form =
    'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 4000\r\nExpect: 100-continue\r\n'
  socket.write(`POST /unsubscribe/x HTTP/1.1\r\nHost: 127.0.0.1\r\n${form}${headers}`)
  if (isHeaderDone) socket.write('\r\nemail=')
  return { ended, heard, socket }
}

const isFine = async ({ url }: Pages, headers = {}) =>
  (await fetch(new URL('/health', url), { headers: { connection: 'close', ...headers } })).status

describe('connections', () => {
  it('wait for a request and its body for 20 s at most, and for nothing longer', () => {
    const { requestTimeout, http, keepAliveTimeout } = patience({ ...world.config, behindProxy: false })
    expect([requestTimeout, REQUEST_MS]).toEqual([20_000, 20_000])
    expect(http).toEqual({ headersTimeout: 10_000, connectionsCheckingInterval: 2000 })
    expect(keepAliveTimeout).toBeLessThanOrEqual(REQUEST_MS)
  })

  it('of one address are 64 at most, and those beyond are told in the log', async () => {
    const cut: Promise<string>[] = []
    for (let one = 0; one < CONNECTIONS_OF_ONE + 39; one++) cut.push(slowBody(pages, '', false).ended)
    const first40 = new Promise<void>(resolve => {
      let seen = 0
      for (const one of cut) one.then(() => ++seen === 40 && resolve())
    })
    await first40
    expect(logged.filter(line => line.includes('too many from one address'))).toHaveLength(40)
    for (const socket of open) socket.destroy()
    await Promise.all(cut)
    expect(await isFine(pages)).toBe(200)
  })

  it('are 256 at most in all', async () => {
    const cut: Promise<string>[] = []
    for (let one = 0; one < CONNECTIONS_IN_ALL + 30; one++) cut.push(slowBody(behind, '', false).ended)
    const first30 = new Promise<void>(resolve => {
      let seen = 0
      for (const one of cut) one.then(() => ++seen === 30 && resolve())
    })
    await first30
    for (const socket of open) socket.destroy()
    await Promise.all(cut)
    expect(logged.some(line => line.includes('too many in all'))).toBe(true)
    expect(await isFine(behind)).toBe(200)
  })

  it('behind a proxy carry at most 32 requests at once of one client that it forwards, and the others are served', async () => {
    const from = (address: string) => `X-Forwarded-For: ${address}\r\n`
    for (let one = 0; one < REQUESTS_OF_ONE; one++) slowBody(behind, from('192.0.2.1'))
    const { ended } = slowBody(behind, from('192.0.2.1'))
    expect(await ended).toMatch(/HTTP\/1\.1 429 /)
    expect(await isFine(behind, { 'x-forwarded-for': '192.0.2.2' })).toBe(200)
  })

  it('that go on sending a body byte by byte are cut', async () => {
    expect(await drips).toMatch(/HTTP\/1\.1 408 /)
  })

  it('end with the process within seconds, whatever they are still sending', async () => {
    const ending = await startPages(world.app, { ...world.config, port: 0 })
    const { ended, heard } = slowBody(ending)
    await heard
    const began = performance.now()
    await ending.close()
    await ended
    expect(performance.now() - began).toBeLessThan(10_000)
  })
})
