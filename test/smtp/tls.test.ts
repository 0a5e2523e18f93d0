import { afterEach, describe, expect, it } from '@jest/globals'
import { SMTPServer } from 'smtp-server'
import { openRelay, type Relay } from '../../src/smtp/transport.js'
import { startScriptedServer } from '../support/scripted-smtp.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

/** A relay that is treated as one outside this machine. */
function outside(port: number, secure = false): Relay {
  const relay = openRelay({
    host: 'localhost',
    port,
    secure,
    plain: false,
    auth: { user: 'estafette', pass: 'not to be seen' },
    allowed: ['*'],
    silenceMs: 2000,
    isLocal: () => false,
  })
  closing.push(relay.close)
  return relay
}

const transmit = (relay: Relay) =>
  relay.transmit({
    from: 'bounce+x@estafette.example',
    to: 'a@commune.example',
    bytes: [Buffer.from('Subject: test\r\n\r\nbody\r\n')],
    gate: async () => true,
    envelopeId: 'x',
  })

/** A server with a certificate that nobody vouches for; says what came to it. */
async function selfSigned(secure: boolean) {
  const came: string[] = []
  const server = new SMTPServer({
    secure,
    authOptional: true,
    onAuth: (_auth, _session, callback) => {
      came.push('AUTH')
      callback(null, { user: 'estafette' })
    },
    onMailFrom: (_address, _session, callback) => {
      came.push('MAIL')
      callback()
    },
  })
  server.on('error', () => {})
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise<void>(resolve => server.close(() => resolve())))
  return { port: (server.server.address() as { port: number }).port, came }
}

describe('a relay outside this machine', () => {
  it('gets neither a password nor a mail in the clear when STARTTLS was taken out of its greeting', async () => {
    const server = await startScriptedServer(stage =>
      stage === 'EHLO' ? { reply: '250-scripted.example\r\n250 AUTH PLAIN LOGIN' } : null,
    )
    closing.push(server.close)
    expect(await transmit(outside(server.port))).toMatchObject({ kind: 'sender' })
    expect(server.commands.filter(line => !/^(EHLO|STARTTLS|QUIT)/.test(line))).toEqual([])
    expect(server.completed).toEqual([])
  })

  it.each([false, true])(
    'gets nothing when nobody vouches for its certificate (TLS at once: %s)',
    async secure => {
      const server = await selfSigned(secure)
      expect(await transmit(outside(server.port, secure))).toMatchObject({ kind: 'sender' })
      expect(server.came).toEqual([])
    },
  )
})
