import { afterEach, describe, expect, it } from '@jest/globals'
import { openRelay, type Relay } from '../../src/smtp/transport.js'
import {
  type Act,
  type Script,
  type ScriptedServer,
  type Stage,
  startScriptedServer,
} from '../support/scripted-smtp.js'

let server: ScriptedServer
let relay: Relay
afterEach(async () => {
  relay.close()
  await server.close()
})

const MAIL = [
  Buffer.from('Subject: test\r\n\r\n'),
  Buffer.from(`${'.dot stuffing and a long body\r\n'.repeat(4000)}`),
]

async function send(script: Script, gate: () => Promise<boolean> = async () => true, silence = 300) {
  server = await startScriptedServer(script)
  relay = openRelay({
    host: '127.0.0.1',
    port: server.port,
    secure: false,
    plain: false,
    auth: null,
    allowed: ['*'],
    silenceMs: silence,
  })
  return relay.transmit({
    from: 'bounce+x@estafette.example',
    to: 'a@commune.example',
    bytes: MAIL,
    gate,
    envelopeId: 'x',
  })
}

const onceAt =
  (stage: Stage, act: Act): Script =>
  (reached, session) =>
    reached === stage && session === 0 ? act : null

describe('handing a mail over', () => {
  it('is accepted with the reply of the next hop, and the bytes arrive as they were', async () => {
    expect(await send(() => null)).toEqual({
      kind: 'accepted',
      reply: { code: 250, enhancedStatus: '2.0.0', text: 'Ok: queued' },
    })
    expect(server.completed[0]?.replace(/^\.\./gm, '.')).toBe(
      Buffer.concat(MAIL).toString().replace(/\r\n$/, ''),
    )
  })

  it('asks the gate after the last byte and before the dot', async () => {
    const asked: number[] = []
    await send(
      () => null,
      async () => {
        asked.push(server.completed.length)
        return true
      },
    )
    expect(asked).toEqual([0])
    expect(server.completed).toHaveLength(1)
  })

  it('keeps the dot back when the gate says no', async () => {
    expect(
      await send(
        () => null,
        async () => false,
      ),
    ).toMatchObject({ kind: 'withheld' })
    expect(server.completed).toEqual([])
  })

  it('keeps the dot back when the ledger is out of reach', async () => {
    const outcome = await send(
      () => null,
      async () => Promise.reject(new Error('connection refused')),
    )
    expect(outcome).toEqual({ kind: 'lost', detail: 'ledger: connection refused' })
    expect(server.completed).toEqual([])
  })

  it.each(['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body'] as const)(
    'counts as lost when the connection breaks at %s',
    async stage => {
      expect(await send(onceAt(stage, 'reset'), never)).toMatchObject({ kind: 'lost' })
      expect(server.completed).toEqual([])
    },
  )

  it.each(['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const)(
    'counts as lost when the server falls silent at %s',
    async stage => {
      const outcome = await send(onceAt(stage, 'silence'), never)
      expect(outcome).toMatchObject({ kind: 'lost', detail: expect.not.stringContaining('ledger') })
    },
  )

  it.each(['reset', 'close', 'silence'] as const)(
    'is in doubt when the answer to the dot is a %s',
    async act => {
      expect(await send(onceAt('dot', act))).toMatchObject({ kind: 'in-doubt' })
      expect(server.completed).toHaveLength(1)
      expect(server.sessions()).toBe(1)
    },
  )

  it.each([
    ['RCPT', '550 5.1.1 User unknown', { kind: 'permanent', reply: { code: 550, enhancedStatus: '5.1.1' } }],
    ['RCPT', '450 4.2.0 Greylisted', { kind: 'transient', reply: { code: 450 } }],
    ['dot', '554 5.6.0 Message refused', { kind: 'unwelcome', reply: { code: 554 } }],
    ['RCPT', '550 5.7.1 User unknown', { kind: 'permanent', reply: { code: 550 } }],
    ['RCPT', '550 Quota exceeded', { kind: 'transient', reply: { code: 550 } }],
    ['RCPT', '554 5.7.1 Client host blocked', { kind: 'unwelcome', reply: { code: 554 } }],
    ['RCPT', '530 5.7.0 Authentication required', { kind: 'sender', reply: { code: 530 } }],
    ['dot', '451 4.3.0 Try again', { kind: 'transient', reply: { code: 451 } }],
    ['dot', '550 5.7.1 Rejected as spam', { kind: 'unwelcome', reply: { code: 550 } }],
    ['MAIL', '550 5.1.8 Sender refused', { kind: 'sender', reply: { code: 550 } }],
    // Whatever it says of mailboxes: no recipient was named yet.
    ['MAIL', '550 5.1.1 User unknown', { kind: 'sender', reply: { code: 550 } }],
    ['MAIL', '552 5.2.2 Mailbox full', { kind: 'sender', reply: { code: 552 } }],
    ['EHLO', '550 5.7.1 Access denied', { kind: 'sender' }],
    // "Not now" to everybody is no word about this mail.
    ['connect', '421 4.3.2 Busy', { kind: 'lost', detail: expect.stringContaining('421 4.3.2 Busy') }],
    ['EHLO', '421 4.3.2 Shutting down', { kind: 'lost', detail: expect.stringContaining('421 4.3.2') }],
    ['MAIL', '452 4.3.1 Out of storage', { kind: 'lost', detail: expect.stringContaining('452 4.3.1') }],
    ['RCPT', '452 4.2.2 Mailbox full', { kind: 'transient', reply: { code: 452 } }],
    // An answer to something else, late: whoever sent it may have the mail.
    ['dot', '354 Go ahead', { kind: 'in-doubt' }],
  ] as const)('reads the answer to %s: %s', async (stage, reply, expected) => {
    expect(await send(onceAt(stage, { reply }))).toMatchObject(expected)
  })

  it.each([
    ['421 4.7.0 Too many connections, slow down', { kind: 'transient', reply: { code: 421 } }],
    ['451 4.7.1 Greylisted', { kind: 'transient', reply: { code: 451 } }],
    ['550 5.1.1 User unknown', { kind: 'permanent', reply: { code: 550 } }],
  ])(
    'reads the answer to RCPT of a relay that takes several commands at once, and hangs up: %s',
    async (reply, expected) => {
      const outcome = await send(stage => {
        if (stage === 'EHLO') return { reply: '250-scripted.example\r\n250 PIPELINING' }
        if (stage === 'RCPT') return { reply }
        return stage === 'DATA' ? 'close' : null
      })
      expect(outcome).toMatchObject(expected)
    },
  )

  it('keeps what a row can’t hold out of an answer that makes no sense', async () => {
    const outcome = await send(onceAt('dot', { reply: '25\u0000 hm\u2028' }))
    expect(outcome).toMatchObject({ kind: 'in-doubt', detail: expect.not.stringMatching(/[\p{Cc}\p{Zl}]/u) })
  })

  it('reads a 421 also on a connection that was used before, and leaves the next try to the ledger', async () => {
    let recipients = 0
    await send(stage => (stage === 'RCPT' && ++recipients === 2 ? { reply: '421 4.7.0 Busy' } : null))
    const second = await relay.transmit({
      from: 'bounce+y@estafette.example',
      to: 'b@commune.example',
      bytes: MAIL,
      gate: never,
      envelopeId: 'y',
    })
    expect(second).toMatchObject({ kind: 'transient', reply: { code: 421, text: 'Busy' } })
    expect(server.sessions()).toBe(1)
  })

  it('speaks no clear text to a host outside', () => {
    server = { close: async () => {} } as ScriptedServer
    relay = openRelay({
      host: 'relay.example',
      port: 25,
      secure: false,
      plain: false,
      auth: null,
      allowed: ['*'],
      silenceMs: 100,
    })
    expect(relay.requiresTls).toBe(true)
  })
})

/** The gate must not even be asked. */
async function never(): Promise<boolean> {
  throw new Error('the gate was asked')
}

describe('delivery status notifications (RFC 3461)', () => {
  it('are asked for, of failures and delays, where the relay offers them, with our own name for the mail', async () => {
    await send(stage => (stage === 'EHLO' ? { reply: '250-scripted.example\r\n250 DSN' } : null))
    expect(server.commands).toContain('MAIL FROM:<bounce+x@estafette.example> RET=HDRS ENVID=x')
    expect(server.commands).toContain(
      'RCPT TO:<a@commune.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;a@commune.example',
    )
  })

  it('are not asked for where it offers none', async () => {
    await send(() => null)
    expect(server.commands).toContain('MAIL FROM:<bounce+x@estafette.example>')
    expect(server.commands).toContain('RCPT TO:<a@commune.example>')
  })
})
