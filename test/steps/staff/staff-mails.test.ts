import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { deliveriesOf } from '../../../src/postgres/delivery/delivery-records.js'
import { listNotices } from '../../../src/postgres/staff/sent-notices.js'
import { NOTICE_KINDS } from '../../../src/present/staff-mail/notice-kinds.js'
import { openSending } from '../../../src/sending/sending.js'
import { backlogSeconds } from '../../../src/steps/delivery/queue.js'
import { retain } from '../../../src/steps/operations/retain.js'
import { notify } from '../../../src/steps/staff/staff.js'
import { failedLately } from '../../../src/steps/staff/staff-mails.js'
import { sampleNotice } from '../../support/notices.js'
import { startRelay, type TestRelay } from '../../support/relay.js'
import { openWorld, parsed, type World } from '../../support/world.js'

const NOW = '2026-11-25T12:00:00+01:00'
const EDITOR = { email: 'redaction@agence.example', name: 'Rédaction', languages: ['nl' as const] }

let relay: TestRelay
let world: World | null = null
beforeEach(async () => {
  relay = await startRelay()
})
afterEach(async () => {
  await world?.close()
  world = null
  await relay.close()
})

async function open(settings: Record<string, string> = {}): Promise<World> {
  world = await openWorld({ smtpPort: relay.port, now: NOW, settings })
  return world
}

const ADMIN = 'informatique@agence.example'

async function send({ app }: World) {
  const sending = await openSending(app)
  try {
    return await sending.sendNotices()
  } finally {
    await sending.close()
  }
}

describe('notices', () => {
  it('are kept once per key and sent once, however often they are told and by how many', async () => {
    const here = await open()
    const told = await Promise.all(
      Array.from({ length: 8 }, () => notify(here.app, sampleNotice('update-gone', { key: 'gone prime 1' }))),
    )
    expect(told.filter(Boolean)).toHaveLength(1)
    const rounds = await Promise.all([send(here), send(here), send(here)])
    expect(rounds.map(({ sent }) => sent).reduce((sum, sent) => sum + sent)).toBe(1)
    expect(relay.received).toHaveLength(1)
    expect((await listNotices(here.app.engine.db)).map(({ state, attempts }) => [state, attempts])).toEqual([
      ['sent', 1],
    ])
  })

  it('don’t hold up a process that is to end: what waits stays due', async () => {
    const here = await open()
    for (const key of ['a', 'b', 'c']) await notify(here.app, sampleNotice('update-gone', { key }))
    const sending = await openSending(here.app)
    sending.takeNoMore()
    expect(await sending.sendNotices()).toMatchObject({ sent: 0 })
    await sending.close()
    expect(relay.received).toEqual([])
    expect(await send(here)).toMatchObject({ sent: 3 })
  })

  it('leave for allowed addresses only; the others fail, with the reason', async () => {
    const here = await open({ ALLOWED_RECIPIENTS: '@agence.example' })
    await notify(here.app, sampleNotice('update-gone', { key: 'a', to: EDITOR }))
    await notify(
      here.app,
      sampleNotice('update-gone', { key: 'b', to: { ...EDITOR, email: 'x@elsewhere.example' } }),
    )
    expect(await send(here)).toMatchObject({ sent: 2, failed: 1, waiting: 0 })
    expect(relay.received.map(({ to }) => to)).toEqual(['redaction@agence.example', ADMIN])
    const error = expect.stringContaining('ALLOWED_RECIPIENTS')
    expect(await failedLately(here.app)).toMatchObject([{ key: 'b', to: 'x@elsewhere.example', error }])
    const told = await parsed(relay.received[1] as never)
    expect(told.subject).toBe('Message non remis à Rédaction')
    expect(told.text).toContain('x@elsewhere.example')
  })

  it('are tried again with the same Message-ID when the relay defers them, and given up when it refuses them', async () => {
    const here = await open()
    relay.setPolicy((address, nth) => {
      if (address.startsWith('unknown')) return '550 5.1.1 User unknown'
      return nth === 1 ? '451 4.3.0 Later' : null
    })
    await notify(here.app, sampleNotice('update-gone', { key: 'a', to: EDITOR }))
    await notify(
      here.app,
      sampleNotice('update-gone', { key: 'b', to: { ...EDITOR, email: 'unknown@agence.example' } }),
    )
    expect(await send(here)).toMatchObject({ sent: 0, failed: 1, waiting: 2 })
    expect(await send(here)).toMatchObject({ sent: 0, failed: 0, waiting: 0 })
    here.setClock('2026-11-25T12:02:00+01:00')
    expect(await send(here)).toMatchObject({ sent: 2, failed: 0, waiting: 0 })
    const mail = await parsed(relay.received[0] as never)
    expect(mail.messageId).toMatch(/^<notice\.[0-9a-f]{32}@estafette\.example>$/)
  })

  it('knock once for all at a relay that refuses ourselves, and go when it does no more', async () => {
    const here = await open()
    let tries = 0
    let isRefusing = true
    relay.setPolicy(() => {
      tries++
      return isRefusing ? '530 5.7.0 Authentication required' : null
    })
    const sending = await openSending(here.app)
    try {
      for (const key of ['a', 'b', 'c']) {
        await notify(here.app, sampleNotice('update-gone', { key, to: EDITOR }))
        await sending.sendNotices()
      }
      expect(tries).toBe(1)
      isRefusing = false
      here.setClock('2026-11-25T12:02:00+01:00')
      expect(await sending.sendNotices()).toMatchObject({ sent: 3, isRefused: false })
    } finally {
      await sending.close()
    }
  })

  it('don’t wait for one address that the relay refuses ourselves for', async () => {
    const here = await open()
    relay.setPolicy(address => (address.startsWith('other') ? '554 5.7.1 Relay access denied' : null))
    const sending = await openSending(here.app)
    try {
      await notify(
        here.app,
        sampleNotice('update-gone', { key: 'a', to: { ...EDITOR, email: 'other@elsewhere.example' } }),
      )
      expect(await sending.sendNotices()).toMatchObject({ sent: 0, waiting: 1 })
      await notify(here.app, sampleNotice('update-gone', { key: 'b', to: EDITOR }))
      expect(await sending.sendNotices()).toMatchObject({ sent: 1 })
    } finally {
      await sending.close()
    }
  })

  it('are told to nobody again when the one about a failed one fails', async () => {
    const here = await open()
    relay.setPolicy(() => '550 5.1.1 User unknown')
    await notify(here.app, sampleNotice('update-gone', { key: 'a', to: EDITOR }))
    expect(await send(here)).toMatchObject({ failed: 2 })
    expect(await send(here)).toMatchObject({ failed: 0 })
    expect((await failedLately(here.app)).map(({ to }) => to).sort()).toEqual([ADMIN, EDITOR.email].sort())
  })

  it('and their links go after RETAIN_NOTICES_DAYS, what still waits stays', async () => {
    const here = await open({ RETAIN_NOTICES_DAYS: '30' })
    await notify(here.app, sampleNotice('update-gone', { key: 'old', to: EDITOR }))
    await send(here)
    here.setClock('2026-12-20T12:00:00+01:00')
    await retain(here.app)
    await notify(here.app, sampleNotice('update-gone', { key: 'waits', to: EDITOR }))
    expect((await listNotices(here.app.engine.db)).map(({ key }) => key)).toEqual(['old', 'waits'])
    here.setClock('2027-03-01T12:00:00+01:00')
    await retain(here.app)
    expect((await listNotices(here.app.engine.db)).map(({ key }) => key)).toEqual(['waits'])
  })

  it('never count as deliveries', async () => {
    const here = await open()
    for (const kind of NOTICE_KINDS) await notify(here.app, sampleNotice(kind))
    await send(here)
    expect(await deliveriesOf(here.app.engine.db, '2026-W48')).toEqual([])
    expect(await backlogSeconds(here.app)).toBe(0)
  })

  it('say who wrote them: a machine, to a person, both languages in that person’s order', async () => {
    const here = await open()
    await notify(here.app, sampleNotice('update-problems', { to: EDITOR }))
    await send(here)
    const [received] = relay.received
    const mail = await parsed(received as never)
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated')
    expect(mail.headers.get('content-language')).toBe('nl, fr')
    expect(mail.to).toMatchObject({ value: [{ address: EDITOR.email, name: EDITOR.name }] })
    expect(mail.subject).toBe("Te verbeteren: updates/l'aide <x>.md")
    for (const text of [mail.text ?? '', String(mail.html)]) {
      expect(text.indexOf('De datum is fout.')).toBeGreaterThan(-1)
      expect(text.indexOf('La date est fausse.')).toBeGreaterThan(text.indexOf('De datum is fout.'))
    }
    expect(String(mail.html)).not.toContain('<x>')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: 7-bit safe is the point.
    expect(received?.raw).toMatch(/^[\x00-\x7f]*$/)
  })
})
