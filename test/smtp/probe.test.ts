import { afterEach, describe, expect, it } from '@jest/globals'
import { SMTPServer } from 'smtp-server'
import { probeLogin, probeRelay } from '../../src/smtp/probe.js'
import { startScriptedServer } from '../support/scripted-smtp.js'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const options = (port: number, more: object = {}) => ({
  host: 'localhost',
  port,
  secure: false,
  plain: false,
  auth: { user: 'estafette', pass: 'not to be seen' },
  patience: 3000,
  ...more,
})

/** A server with a certificate that nobody vouches for, and one user. */
async function server(secure: boolean) {
  const came: string[] = []
  const listening = new SMTPServer({
    secure,
    size: 1_000_000,
    authOptional: true,
    onAuth: ({ password }, _session, callback) => {
      came.push('AUTH')
      callback(password === 'not to be seen' ? null : new Error('who are you'), { user: 'estafette' })
    },
    onMailFrom: (_address, _session, callback) => {
      came.push('MAIL')
      callback()
    },
  })
  listening.on('error', () => {})
  await new Promise<void>(resolve => listening.listen(0, '127.0.0.1', resolve))
  closing.push(() => new Promise<void>(resolve => listening.close(() => resolve())))
  return { port: (listening.server.address() as { port: number }).port, came }
}

describe.each([false, true])('a probe of a relay (TLS from the first byte: %s)', secure => {
  it('tells what it offers over TLS, and what is wrong with its certificate', async () => {
    const { port, came } = await server(secure)
    const { offers, tls } = await probeRelay(options(port, { secure }))
    expect(offers).toEqual(expect.arrayContaining(['SIZE 1000000']))
    expect(tls).toMatchObject({ fault: expect.stringMatching(/self.signed|expired/i) })
    expect(tls?.validTo.getTime()).toBeGreaterThan(0)
    expect(came).toEqual([])
  })

  it('logs in without beginning a mail, and repeats the words of a refusal', async () => {
    const { port, came } = await server(secure)
    await probeLogin(options(port, { secure }))
    await expect(probeLogin(options(port, { secure, auth: { user: 'x', pass: 'wrong' } }))).rejects.toThrow(
      'who are you',
    )
    expect(came).toEqual(['AUTH', 'AUTH'])
  })
})

describe('a probe', () => {
  it('says that there is no TLS', async () => {
    const { port, close } = await startScriptedServer(() => null)
    closing.push(close)
    expect((await probeRelay(options(port))).tls).toBeNull()
  })

  it.each([
    ['a refusal', { reply: '554 5.7.1 Not you' } as const, 'it says 554 5.7.1 Not you'],
    ['silence', 'silence' as const, 'no answer within 0.2 s'],
    ['a closed door', 'close' as const, 'closed'],
  ])('ends at %s, with its reason', async (_, act, words) => {
    const { port, close } = await startScriptedServer(stage => (stage === 'connect' ? act : null))
    closing.push(close)
    await expect(probeRelay(options(port, { patience: 200 }))).rejects.toThrow(words)
  })
})
