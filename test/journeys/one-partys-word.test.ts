import { mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { followUpCommand } from '../../src/cli/follow-up-list-command.js'
import { deliveriesCommand, statusCommand } from '../../src/cli/reading-commands.js'
import { reportListCommand } from '../../src/cli/report-list-command.js'
import { sendAgainCommand } from '../../src/cli/send-again-command.js'
import { listNotices } from '../../src/postgres/staff/sent-notices.js'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { sendAgainOffers } from '../../src/steps/delivery/send-again.js'
import { suppressions } from '../../src/steps/delivery/suppressions.js'
import { fetchReports } from '../../src/steps/returned-mail/fetch-reports.js'
import { dsnMail, replyMail } from '../support/reports.js'
import { type ScriptedServer, startScriptedServer } from '../support/scripted-smtp.js'
import { deliverAll, openWorld, signedEdition, type World } from '../support/world.js'
import { writeUpdate } from '../support/written-updates.js'

const FIRST = '2020-W18'
const SECOND = '2020-W19'
const FLASH = '2020-W19-flash-1'
const SPOC = 'spoc-nord@agence.example'
const MAYOR = 'ixelles-mayor'

jest.setTimeout(300_000)

let server: ScriptedServer
let world: World
/** What is said to RCPT for an address, or for all of an `@domain`; all others are taken. */
let refusals: Record<string, string> = {}

beforeAll(async () => {
  server = await startScriptedServer((stage, _session, { to }) => {
    const reply = refusals[to] ?? refusals[to.slice(to.indexOf('@'))]
    return stage === 'RCPT' && reply ? { reply } : null
  })
  const settings = { REPORTS_DIR: './reports' }
  world = await openWorld({ smtpPort: server.port, now: '2020-04-29T12:00:00+02:00', settings })
  await send(FIRST, '2020-04-29T12:00:00+02:00', '2020-04-30T09:00:00+02:00', {
    'bourgmestre@uccle.example': '550 5.7.1 User unknown',
    'burgemeester@evere.example': '550 Quota exceeded',
  })
})
afterAll(async () => {
  await world.close()
  await server.close()
})

async function send(edition: string, draftAt: string, sendAt: string, says: Record<string, string> = {}) {
  refusals = says
  world.setClock(draftAt)
  if (edition !== FLASH) world.layOut(edition)
  await signedEdition(world, edition)
  world.setClock(sendAt)
  await dispatch(world.app, edition)
  await deliverAll(world, edition)
}

type Status = { state: string; counts: Record<string, number> }
type Delivery = {
  recipient: string
  state: string
  address: string
  messageId: string
  attempts: { outcome: string; replyCode: number; enhancedStatus: string | null; reply: string }[]
}
const status = async (edition: string) => (await statusCommand(world.app, edition)).json as Status
const deliveries = async (edition: string) =>
  (await deliveriesCommand(world.app, edition, false)).json as Delivery[]
const deliveryOf = async (edition: string, recipient: string) =>
  (await deliveries(edition)).find(one => one.recipient === recipient) as Delivery
const followUpsOf = async (edition: string, recipient: string) =>
  (
    (await followUpCommand(world.app, false)).json as {
      edition: string
      recipient: string
      reason: string
      action: string
    }[]
  )
    .filter(one => one.edition === edition && one.recipient === recipient)
    .map(({ reason, action }) => `${reason}: ${action}`)
const alarms = async () =>
  (await listNotices(world.app.engine.db)).flatMap(({ kind, key }) => (kind === 'mail-refused' ? key : []))

const settled = new Date(Date.now() - 60_000)
let arrivals = 0

/** Lays a mail into the folder where mails come back, and lets it be read. */
async function comesBack(mail: Uint8Array) {
  const dir = join(world.dir, 'reports')
  mkdirSync(dir, { recursive: true })
  const path = join(dir, `${++arrivals}.eml`)
  writeFileSync(path, mail)
  utimesSync(path, settled, settled)
  expect(await fetchReports(world.app)).toMatchObject({ recorded: 1, quarantined: 0 })
}

/** The return path under which a delivery left. */
const pathOf = async (edition: string, recipient: string) => {
  const { messageId } = await deliveryOf(edition, recipient)
  return server.journal.filter(taken => taken.messageId === messageId).at(-1)?.from ?? ''
}

describe('"550 5.7.1 User unknown" for one of all', () => {
  it('bounces that one, with a follow-up; the edition goes on, and nobody is alarmed', async () => {
    const { state, counts } = await status(FIRST)
    const all = (await deliveries(FIRST)).length
    expect(all).toBeGreaterThan(50)
    expect({ state, counts }).toMatchObject({
      state: 'sending',
      counts: {
        pending: 0,
        deferred: 1,
        accepted: all - 2,
        bounced: 1,
        inDoubt: 0,
        gaveUp: 0,
        suppressed: 0,
      },
    })
    expect(await deliveryOf(FIRST, 'uccle-mayor')).toMatchObject({
      state: 'bounced',
      attempts: [{ outcome: 'bounced', replyCode: 550, enhancedStatus: '5.7.1', reply: 'User unknown' }],
    })
    expect(await followUpsOf(FIRST, 'uccle-mayor')).toEqual(['bounced: ask-new-address'])
    expect(await alarms()).toEqual([])
  })
})

describe('a full mailbox in words', () => {
  it('in session is asked again, and gets the mail once it was emptied', async () => {
    expect(await deliveryOf(FIRST, 'evere-mayor')).toMatchObject({
      state: 'deferred',
      attempts: [{ outcome: 'deferred', replyCode: 550, reply: 'Quota exceeded' }],
    })
    refusals = {}
    world.setClock('2020-04-30T09:05:00+02:00')
    await deliverAll(world, FIRST)
    const { state, attempts } = await deliveryOf(FIRST, 'evere-mayor')
    expect([state, attempts.map(({ outcome }) => outcome)]).toEqual(['accepted', ['deferred', 'accepted']])
    expect(await followUpsOf(FIRST, 'evere-mayor')).toEqual([])
  })

  it('by DSN is given up, is told to the SPOC who sends it again, and never counts against the address', async () => {
    const recipient = 'jette-mayor'
    const full = async (edition: string, action: 'failed' | 'delayed', status: string) =>
      dsnMail({
        to: await pathOf(edition, recipient),
        recipient: 'burgemeester@jette.example',
        action,
        status,
        words: '550 5.7.1 La boîte aux lettres de ce destinataire est pleine',
      })
    await comesBack(await full(FIRST, 'delayed', '4.2.0'))
    expect((await deliveryOf(FIRST, recipient)).state).toBe('accepted')
    expect(await followUpsOf(FIRST, recipient)).toEqual([])
    await comesBack(await full(FIRST, 'failed', '5.7.1'))
    expect((await deliveryOf(FIRST, recipient)).state).toBe('gave-up')
    expect(await followUpsOf(FIRST, recipient)).toEqual(['gave-up: phone'])
    const [offer] = await sendAgainOffers(world.app, recipient)
    expect(offer).toMatchObject({ edition: FIRST, refused: null })
    expect((await sendAgainCommand(world.app, `${FIRST}.${recipient}`, SPOC)).status).toBe(0)
    await deliverAll(world, FIRST)
    expect((await deliveryOf(FIRST, recipient)).state).toBe('accepted')
    await comesBack(await full(FIRST, 'failed', '5.2.2'))
    expect(await suppressions(world.app)).toEqual([])
    expect(await alarms()).toEqual([])
  })
})

describe('one commune’s servers that block us', () => {
  it('put off the mails to that commune and alarm once; all others go, and theirs when they let us in', async () => {
    await send(SECOND, '2020-05-06T12:00:00+02:00', '2020-05-07T09:00:00+02:00', {
      '@schaerbeek.example': '554 5.7.1 Service unavailable; client host blocked using a block list',
    })
    const blocked = (await deliveries(SECOND)).filter(({ address }) =>
      address.endsWith('@schaerbeek.example'),
    )
    expect(blocked.length).toBeGreaterThan(1)
    for (const one of blocked)
      expect(one).toMatchObject({ state: 'deferred', attempts: [{ outcome: 'deferred' }] })
    const all = (await deliveries(SECOND)).length
    expect(await status(SECOND)).toMatchObject({
      state: 'sending',
      counts: { accepted: all - blocked.length, deferred: blocked.length, bounced: 0, suppressed: 0 },
    })
    expect(await alarms()).toEqual([`mail-refused ${SECOND} schaerbeek.example informatique@agence.example`])
    refusals = {}
    world.setClock('2020-05-07T09:10:00+02:00')
    await deliverAll(world, SECOND)
    expect((await status(SECOND)).counts).toMatchObject({ accepted: all, deferred: 0 })
  })
})

describe('two forged bounces by somebody in the thread', () => {
  /** As somebody would write it who has an answer with its Message-ID; `to`: also what could be made of it. */
  async function forged(edition: string, to: string) {
    const { messageId, address } = await deliveryOf(edition, MAYOR)
    const words = '550 5.1.1 User unknown'
    const returned = `Message-ID: ${messageId}\r\nTo: ${address}`
    return dsnMail({ to, recipient: address, action: 'failed', status: '5.1.1', words, returned })
  }
  const tokenIn = (messageId: string) => /\.([0-9a-f]{20})@/.exec(messageId)?.[1] ?? ''

  it('are shown to a person, change no state and hold nobody back', async () => {
    await comesBack(await forged(FIRST, 'estafette@estafette.example'))
    const { messageId } = await deliveryOf(SECOND, MAYOR)
    expect(tokenIn(messageId)).toHaveLength(20)
    await comesBack(await forged(SECOND, `bounce+${tokenIn(messageId)}@estafette.example`))
    for (const edition of [FIRST, SECOND]) {
      expect(await deliveryOf(edition, MAYOR)).toMatchObject({
        state: 'accepted',
        attempts: [{ outcome: 'accepted' }],
      })
      expect((await status(edition)).counts).toMatchObject({
        bounced: edition === FIRST ? 1 : 0,
        suppressed: 0,
      })
      expect(await followUpsOf(edition, MAYOR)).toEqual(['unproven: phone'])
    }
    const listed = (await reportListCommand(world.app, { days: 30, unmatched: true })).json
    expect(listed).toMatchObject([
      { state: 'unproven', delivery: `${SECOND}.${MAYOR}`, match: 'message-id', evidence: null },
      { state: 'unproven', delivery: `${FIRST}.${MAYOR}`, match: 'message-id', evidence: null },
    ])
    expect(await suppressions(world.app)).toEqual([])
  })

  it('leave what the official writes, who needs no more than an answer’s Message-ID', async () => {
    const { messageId } = await deliveryOf(SECOND, MAYOR)
    await comesBack(
      replyMail({ to: 'estafette@estafette.example', inReplyTo: messageId, text: 'Quel est le délai ?' }),
    )
    expect(await followUpsOf(SECOND, MAYOR)).toEqual(['unproven: phone', 'question: answer'])
  })
})

describe('one recipient’s DSN about our reputation', () => {
  it('alarms, again and again; the edition goes on to everybody, the mayor with the forged bounces among them', async () => {
    writeUpdate(world, { id: 'urgent', urgency: 'urgent' })
    await send(FLASH, '2020-05-08T09:00:00+02:00', '2020-05-08T10:00:00+02:00', {
      'burgemeester@evere.example': '450 4.2.0 Greylisted',
    })
    const recipient = 'forest-mayor'
    for (const nth of [1, 2, 3, 4]) {
      const refusal = dsnMail({
        to: await pathOf(FLASH, recipient),
        recipient: 'bourgmestre@forest.example',
        action: 'failed',
        status: '5.7.1',
        words: '554 5.7.1 Your server has a poor reputation',
        headers: `X-Nth: ${nth}`,
      })
      await comesBack(refusal)
    }
    expect((await alarms()).filter(key => key.includes(FLASH))).toEqual([
      `mail-refused ${FLASH} forest.example informatique@agence.example`,
    ])
    const before = await status(FLASH)
    expect([before.state, before.counts.deferred]).toEqual(['sending', 1])
    refusals = {}
    world.setClock('2020-05-08T10:30:00+02:00')
    await deliverAll(world, FLASH)
    const all = (await deliveries(FLASH)).length
    expect((await status(FLASH)).counts).toMatchObject({
      accepted: all - 1,
      gaveUp: 1,
      bounced: 0,
      suppressed: 0,
    })
    expect((await deliveryOf(FLASH, MAYOR)).state).toBe('accepted')
    expect(await followUpsOf(FLASH, recipient)).toEqual(['gave-up: phone'])
    expect(await suppressions(world.app)).toEqual([])
  })
})
