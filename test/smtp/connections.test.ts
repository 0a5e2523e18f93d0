import { createServer, type Server, type Socket } from 'node:net'
import { afterEach, describe, expect, it } from '@jest/globals'
import { openRelay, type Relay } from '../../src/smtp/transport.js'
import { type Script, type ScriptedServer, startScriptedServer } from '../support/scripted-smtp.js'

let server: ScriptedServer
let relay: Relay
afterEach(async () => {
  relay.close()
  await server.close()
})

async function open(script: Script, allowed = ['*']) {
  server = await startScriptedServer(script)
  const where = { host: '127.0.0.1', port: server.port, secure: false, plain: false, auth: null }
  relay = openRelay({ ...where, allowed, silenceMs: 2000 })
}

const hand = (to: string, gate = async () => true) =>
  relay.transmit({
    from: 'bounce+x@estafette.example',
    to,
    bytes: [Buffer.from('Subject: test\r\n\r\nbody\r\n')],
    gate,
    envelopeId: 'x',
  })

describe('the connections to a relay', () => {
  it('are kept after a refusal, with the session begun anew', async () => {
    let recipients = 0
    await open(stage => (stage === 'RCPT' && ++recipients === 1 ? { reply: '550 5.1.1 Unknown' } : null))
    expect(await hand('a@commune.example')).toMatchObject({ kind: 'permanent' })
    expect(await hand('b@commune.example')).toMatchObject({ kind: 'accepted' })
    expect(server.commands.filter(command => command === 'RSET')).toHaveLength(1)
    expect(server.sessions()).toBe(1)
  })

  it('are given up after a mail that was kept back, and the next mail goes by another', async () => {
    await open(() => null)
    expect(await hand('a@commune.example', async () => false)).toMatchObject({ kind: 'withheld' })
    expect(await hand('b@commune.example')).toMatchObject({ kind: 'accepted' })
    expect(server.completed).toHaveLength(1)
    expect(server.sessions()).toBe(2)
  })

  it('don’t take an answer that comes before the final dot for an acceptance', async () => {
    await open(stage => (stage === 'body' ? { reply: '250 2.0.0 Ok: queued' } : null))
    expect(await hand('a@commune.example', () => new Promise<boolean>(() => {}))).toMatchObject({
      kind: 'lost',
    })
    expect(server.completed).toEqual([])
  })

  it('are given up when a server answers the new beginning one byte at a time', async () => {
    const dripping = await startDripping()
    server = { close: dripping.close } as unknown as ScriptedServer
    const where = { host: '127.0.0.1', port: dripping.port, secure: false, plain: false, auth: null }
    relay = openRelay({ ...where, allowed: ['*'], silenceMs: 300 })
    expect(await hand('a@commune.example')).toMatchObject({ kind: 'permanent' })
    expect(dripping.bytes()).toBeGreaterThan(1)
  })
})

/** Refuses each recipient; then never comes to the end of a line. */
async function startDripping() {
  const sockets = new Set<Socket>()
  let bytes = 0
  const server: Server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.write('220 drip.example\r\n')
    socket.on('data', chunk => {
      const line = String(chunk)
      if (/^RSET/i.test(line)) {
        const drip = setInterval(() => socket.write(bytes++ === 0 ? '2' : '5'), 20)
        socket.once('close', () => clearInterval(drip))
      } else socket.write(/^RCPT/i.test(line) ? '550 5.1.1 Unknown\r\n' : '250 Ok\r\n')
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    bytes: () => bytes,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}

describe('what RCPT is handed', () => {
  it.each([
    'a@commune.example,b@evil.example',
    'a@commune.example b@evil.example',
    'a@commune.example>',
    '<a@commune.example',
    'a@commune.example> NOTIFY=NEVER',
    ' a@commune.example',
    'a@commune.example ',
    'b%evil.example@commune.example',
    'evil.example!b@commune.example',
    '"b@evil.example"@commune.example',
    '@relay.example:a@commune.example',
    '@commune.example',
    'a@[192.0.2.1]',
    'a@commune.example\r\nRCPT TO:<b@evil.example',
    'a\0@commune.example',
    'a\u202e@commune.example',
    'a@commune.example\u001b',
    'Name <a@commune.example>',
    'a@commune.example(b@evil.example)',
    'a@@commune.example',
    'b@evil.example',
    '',
  ])('is never %j: the relay hears nothing of it', async to => {
    await open(() => null, ['@commune.example', 'b@evil.example@commune.example'])
    expect(await hand(to)).toEqual({ kind: 'not-allowed' })
    expect(server.commands.filter(command => /^(MAIL|RCPT)/.test(command))).toEqual([])
  })

  it('is nobody where no rule is set', async () => {
    server = await startScriptedServer(() => null)
    const where = { host: '127.0.0.1', port: server.port, secure: false, plain: false, auth: null }
    relay = openRelay({ ...where, allowed: null, silenceMs: 2000 })
    expect(await hand('a@commune.example')).toEqual({ kind: 'not-allowed' })
    expect(server.commands).toEqual([])
  })

  it('is the one address that was allowed, its domain in lower case', async () => {
    await open(() => null, ['@commune.example'])
    expect(await hand("Jean.D'Arc+x/y@Commune.Example")).toMatchObject({ kind: 'accepted' })
    expect(server.commands.filter(command => command.startsWith('RCPT'))).toEqual([
      "RCPT TO:<Jean.D'Arc+x/y@commune.example>",
    ])
  })
})
