import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { messageId, returnPath } from '../../src/model/delivery/delivery.js'
import { type Swept, sweepStaleClaims } from '../../src/postgres/deliveries.js'
import { type Claimed, type Ending, openLedger } from '../../src/postgres/ledger.js'
import {
  delayedDeliveries,
  findReported,
  keepReport,
  lastRead,
  moveOn,
  noteTrouble,
  quarantined,
  quarantineItem,
} from '../../src/postgres/reports.js'
import { settleInDoubt } from '../../src/postgres/settlements.js'
import { type RecordReportPorts, type ReportMail, recordReport } from '../../src/steps/record-report.js'
import { dispatched, letClaimsExpire, startDatabase, type TestDatabase } from '../support/ledger.js'
import { awayMail, type Dsn, dsnMail, permutations, replyMail } from '../support/reports.js'

const NOW = new Date('2026-11-26T08:00:00Z')
const LATER = new Date('2026-11-26T08:20:00Z')
const SECRET = 'a secret of thirty-two characters'

let database: TestDatabase
let serial = 0
beforeAll(async () => {
  database = await startDatabase()
})
afterAll(() => database.close())

type Delivery = Awaited<ReturnType<typeof setUp>>

/** A delivery of an edition of its own, claimed by a worker whose final dot has left. */
async function setUp({ passed = true } = {}) {
  const { db } = database
  const edition = `2026-W48-flash-${++serial}`
  const [delivery] = (await dispatched(db, edition, ['mayor'], NOW)) as [string]
  const ledger = openLedger(db, 'one')
  const id = messageId(delivery, 'estafette.example', SECRET)
  await db.updateTable('delivery').set({ message_id: id }).where('id', '=', delivery).execute()
  const claimed = (await ledger.claim({ delivery, now: NOW })) as Claimed
  if (passed) await ledger.passGate({ ...claimed, now: NOW })
  return {
    edition,
    delivery,
    ledger,
    claimed,
    messageId: id,
    path: returnPath(delivery, 'b.example', SECRET),
  }
}

const ports = (deadlines: string[] | null = []): RecordReportPorts => ({
  dayOf: at => at.toISOString().slice(0, 10),
  find: clues => findReported(database.db, clues),
  deadlines: async () => deadlines,
  keep: (report, now) => keepReport(database.db, report, { spoc: 'spoc-nord', today: '2026-11-26', now }),
})

const arrive = (bytes: Uint8Array, rest: Partial<ReportMail> = {}, deadlines: string[] | null = []) =>
  recordReport(
    ports(deadlines),
    { source: 'folder', item: 'a.eml', place: null, bytes, size: bytes.byteLength, ...rest },
    NOW,
  )

const dsn = ({ path }: Delivery, action: Dsn['action'], status: string, words: string, minute = 0) =>
  dsnMail({
    to: path,
    recipient: 'mayor@ixelles.example',
    action,
    status,
    words,
    date: `Thu, 26 Nov 2026 10:0${minute}:00 +0100`,
  })

async function answer(
  { ledger, claimed: { delivery, attempt, claim } }: Delivery,
  outcome: Ending['outcome'],
  rest: Partial<Ending> = {},
) {
  const state = outcome === 'lost' ? null : outcome
  const phase = outcome === 'in-doubt' ? 'dot' : 'answered'
  const silent = { replyCode: null, enhancedStatus: null, reply: null, dueAt: null, followUp: null }
  await ledger.record({
    delivery,
    attempt,
    claim,
    outcome,
    phase,
    endedAt: NOW,
    state,
    ...silent,
    ...rest,
  } as Ending)
}

const followUp = (
  { edition, commune, recipient }: Pick<Swept, 'edition' | 'commune' | 'recipient'>,
  reason: 'in-doubt' | 'bounced',
) => ({
  edition,
  commune,
  recipient,
  reason,
  action: 'settle-in-doubt' as const,
  spoc: 'spoc-nord',
  detail: '',
  openedAt: NOW,
  due: '2026-11-26',
})

const asFollowUp = (delivery: Delivery, reason: 'in-doubt' | 'bounced') =>
  followUp({ edition: delivery.edition, commune: '21009', recipient: 'mayor' }, reason)

/** All that can happen to a delivery whose final dot has left. */
const EVENTS = {
  'commit of accepted': (one: Delivery) => answer(one, 'accepted'),
  'commit of a refusal': (one: Delivery) =>
    answer(one, 'bounced', { reply: 'User unknown', followUp: asFollowUp(one, 'bounced') }),
  'commit of a deferral': (one: Delivery) => answer(one, 'deferred', { dueAt: LATER }),
  'commit of a doubt': (one: Delivery) => answer(one, 'in-doubt', { followUp: asFollowUp(one, 'in-doubt') }),
  'the worker is swept': async () => {
    await letClaimsExpire(database.db)
    await sweepStaleClaims(database.db, NOW, async swept => followUp(swept, 'in-doubt'))
  },
  'delayed DSN': (one: Delivery) => arrive(dsn(one, 'delayed', '4.4.1', '421 4.4.1 timed out', 1)),
  'failed DSN': (one: Delivery) => arrive(dsn(one, 'failed', '5.1.1', '550 5.1.1 User unknown', 2)),
  'second failed DSN': (one: Delivery) => arrive(dsn(one, 'failed', '5.1.10', '550 5.1.10 Not found', 3)),
  'full mailbox DSN': (one: Delivery) => arrive(dsn(one, 'failed', '4.2.2', '452 4.2.2 Mailbox full', 4)),
  'relayed DSN': (one: Delivery) => arrive(dsn(one, 'relayed', '2.0.0', '250 2.0.0 Ok', 5)),
  reply: (one: Delivery) =>
    arrive(
      replyMail({ to: 'reports@estafette.example', inReplyTo: one.messageId, text: 'Quel est le délai ?' }),
    ),
  'second reply': (one: Delivery) =>
    arrive(
      replyMail({
        to: 'reports@estafette.example',
        inReplyTo: one.messageId,
        text: 'Et pour les indépendants ?',
        date: 'Thu, 26 Nov 2026 10:30:00 +0100',
      }),
    ),
  'out of office': (one: Delivery) =>
    arrive(
      awayMail({ to: one.path, text: 'Je suis absente pour raison de santé jusqu’au 5 décembre 2026.' }),
    ),
}
type Event = keyof typeof EVENTS

async function endOf({ delivery, edition }: Delivery) {
  const { db } = database
  const row = await db
    .selectFrom('delivery')
    .where('id', '=', delivery)
    .select(['state', 'claimed_until'])
    .executeTakeFirstOrThrow()
  const attempts = await db
    .selectFrom('attempt')
    .where('delivery', '=', delivery)
    .select('outcome')
    .orderBy('number')
    .execute()
  const open = await db
    .selectFrom('follow_up')
    .where('edition', '=', edition)
    .where('state', '!=', 'done')
    .select(['reason', 'detail'])
    .orderBy('reason')
    .execute()
  return {
    state: row.state,
    isClaimed: row.claimed_until !== null,
    attempts: attempts.map(({ outcome }) => outcome),
    open: open.map(({ reason, detail }) => `${reason}: ${detail}`),
    isDelayed: (await delayedDeliveries(db, edition)).length > 0,
  }
}

describe('a delivery ends in the same state', () => {
  const QUESTION = 'question: Quel est le délai ?'
  const BOUNCE = 'bounced: 550 5.1.1 User unknown'
  it.each<[Event[], Awaited<ReturnType<typeof endOf>>['state'], string[], boolean]>([
    [
      ['commit of accepted', 'delayed DSN', 'failed DSN', 'reply', 'second failed DSN'],
      'bounced',
      [BOUNCE, QUESTION],
      false,
    ],
    [
      ['the worker is swept', 'commit of accepted', 'delayed DSN', 'failed DSN', 'reply'],
      'bounced',
      [BOUNCE, QUESTION],
      false,
    ],
    [['the worker is swept', 'commit of accepted', 'delayed DSN'], 'accepted', [], true],
    [
      ['the worker is swept', 'reply', 'second reply'],
      'accepted',
      [`${QUESTION}\n\nEt pour les indépendants ?`],
      false,
    ],
    [['the worker is swept', 'failed DSN', 'out of office'], 'bounced', [BOUNCE], false],
    [['commit of a doubt', 'relayed DSN', 'delayed DSN'], 'accepted', [], false],
    [['commit of a doubt', 'out of office'], 'accepted', [], false],
    [
      ['commit of accepted', 'full mailbox DSN', 'reply', 'delayed DSN'],
      'gave-up',
      ['gave-up: 452 4.2.2 Mailbox full', QUESTION],
      false,
    ],
    [['commit of accepted', 'full mailbox DSN', 'failed DSN', 'relayed DSN'], 'bounced', [BOUNCE], false],
    [['commit of a refusal', 'reply', 'delayed DSN'], 'bounced', ['bounced: ', QUESTION], false],
    [['commit of a refusal', 'failed DSN', 'reply'], 'bounced', [BOUNCE, QUESTION], false],
    [['commit of a deferral', 'reply', 'delayed DSN'], 'accepted', [QUESTION], false],
  ])(
    'in every order of %j: %s',
    async (events, state, open, isDelayed) => {
      const ends = []
      for (const order of permutations(events)) {
        const delivery = await setUp()
        for (const event of order) await EVENTS[event](delivery)
        const once = await endOf(delivery)
        // Everything once more, in the same order: nothing changes.
        for (const event of order) await EVENTS[event](delivery)
        expect([order, await endOf(delivery)]).toEqual([order, once])
        ends.push(once)
      }
      const [first] = ends
      expect(first).toMatchObject({ state, open, isDelayed, isClaimed: false })
      for (const end of ends) expect(end).toEqual(first)
    },
    60_000,
  )

  it('when all happens at once', async () => {
    const events: Event[] = ['commit of accepted', 'delayed DSN', 'failed DSN', 'reply', 'second failed DSN']
    for (let round = 0; round < 10; round++) {
      const delivery = await setUp()
      await Promise.all([...events, ...events].map(event => EVENTS[event](delivery)))
      expect(await endOf(delivery)).toMatchObject({ state: 'bounced', open: [BOUNCE, QUESTION] })
    }
  }, 30_000)
})

describe('a report', () => {
  it('that comes before the dot keeps the gate shut', async () => {
    const delivery = await setUp({ passed: false })
    await EVENTS['failed DSN'](delivery)
    expect(await delivery.ledger.passGate({ ...delivery.claimed, now: NOW })).toBe(false)
    await answer(delivery, 'lost')
    expect(await endOf(delivery)).toMatchObject({ state: 'bounced', attempts: ['lost'], isClaimed: false })
  })

  it('refutes the assumption of the person who settled a doubt, and says who that was', async () => {
    const { db } = database
    const delivery = await setUp()
    await EVENTS['the worker is swept']()
    await settleInDoubt(db, delivery.delivery, 'accepted', 'a@agence.example', NOW)
    await EVENTS.reply(delivery)
    expect(await endOf(delivery)).toMatchObject({ state: 'accepted' })
    await EVENTS['failed DSN'](delivery)
    expect(await endOf(delivery)).toMatchObject({ state: 'bounced' })
    const row = await db
      .selectFrom('delivery')
      .where('id', '=', delivery.delivery)
      .selectAll()
      .executeTakeFirst()
    expect(row?.settled_by).toBe('a@agence.example')
  })

  it('that the first copy arrived spares the second one that a person asked for', async () => {
    const delivery = await setUp()
    await EVENTS['the worker is swept']()
    await settleInDoubt(database.db, delivery.delivery, 'again', 'a@agence.example', NOW)
    await EVENTS.reply(delivery)
    expect(await delivery.ledger.claim({ delivery: delivery.delivery, now: LATER })).toBeNull()
    expect(await endOf(delivery)).toMatchObject({ state: 'accepted', attempts: ['in-doubt'] })
  })

  it.each([
    [
      'a forged token',
      (one: Delivery) => ({ to: one.path.replace(/[0-9a-f]{20}@/, '0123456789abcdef0123@') }),
    ],
    ['a token of nobody', () => ({ to: returnPath('2026-W01.nobody', 'b.example', SECRET) })],
    [
      'a guessed Message-ID',
      (one: Delivery) => ({
        to: 'a@b.example',
        returned: `Message-ID: <${one.delivery}.0@estafette.example>`,
      }),
    ],
    ['the address alone', () => ({ to: 'reports@estafette.example' })],
  ])('with %s is written down without its words, and changes nothing', async (_, forge) => {
    const { db } = database
    const delivery = await setUp()
    await EVENTS['commit of accepted'](delivery)
    const forged = dsnMail({
      recipient: 'mayor@ixelles.example',
      action: 'failed',
      status: '5.1.1',
      words: '550 5.1.1 User unknown',
      headers: `X-Serial: ${serial}`,
      ...forge(delivery),
    })
    expect(await arrive(forged)).toMatchObject({ isNew: true, kind: 'dsn', match: null, state: null })
    expect(await endOf(delivery)).toMatchObject({ state: 'accepted', open: [] })
    const row = await db.selectFrom('report').selectAll().orderBy('id', 'desc').executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      match: null,
      delivery: null,
      evidence: null,
      status: null,
      reason: '',
      reply_text: '',
    })
  })

  it('of an absence never keeps why', async () => {
    const { db } = database
    const delivery = await setUp()
    await EVENTS['out of office'](delivery)
    const rows = JSON.stringify([
      await db.selectFrom('report').selectAll().execute(),
      await db.selectFrom('follow_up').selectAll().execute(),
    ])
    expect(rows).toContain('2026-12-05')
    expect(rows).not.toMatch(/santé|absente/)
  })

  it.each([
    ['a deadline falls within', 'jusqu’au 5 décembre 2026', ['2026-12-01'], ['away: until 2026-12-05']],
    ['the edition can’t be read', 'jusqu’au 5 décembre 2026', null, ['away: until 2026-12-05']],
    ['the deadlines fall outside', 'jusqu’au 5 décembre 2026', ['2026-11-25', '2026-12-06'], []],
    [
      'somebody stands in',
      'jusqu’au 5 décembre 2026. En mon absence, contactez cabinet@ixelles.example',
      ['2026-12-01'],
      [],
    ],
    ['no end is named', 'pour le moment', ['2026-12-01'], []],
  ])('of an absence while %s', async (_, words, deadlines, open) => {
    const delivery = await setUp()
    await EVENTS['commit of accepted'](delivery)
    await arrive(awayMail({ to: delivery.path, text: `Je suis absente ${words}.` }), {}, deadlines)
    expect((await endOf(delivery)).open).toEqual(open)
  })

  it('in which somebody writes again reopens what was done, and a second bounce does not', async () => {
    const { db } = database
    const delivery = await setUp()
    for (const event of ['commit of accepted', 'reply', 'failed DSN'] as const) await EVENTS[event](delivery)
    await db.updateTable('follow_up').set({ state: 'done' }).where('edition', '=', delivery.edition).execute()
    for (const event of ['second failed DSN', 'reply', 'failed DSN'] as const) await EVENTS[event](delivery)
    expect((await endOf(delivery)).open).toEqual([])
    await EVENTS['second reply'](delivery)
    expect((await endOf(delivery)).open).toEqual([
      'question: Quel est le délai ?\n\nEt pour les indépendants ?',
    ])
  })

  it('answering several of our mails is about the latest', async () => {
    const { db } = database
    const [earlier, later] = [await setUp(), await setUp()]
    await db.updateTable('delivery').set({ created_at: LATER }).where('id', '=', later.delivery).execute()
    const headers = `References: ${later.messageId} ${earlier.messageId}`
    const recorded = await arrive(replyMail({ to: 'a@b.example', text: 'Merci.', headers }))
    expect(recorded).toMatchObject({ match: 'message-id', delivery: later.delivery, topic: 'other' })
  })

  it('with a NUL in its text is kept without it', async () => {
    const delivery = await setUp()
    await arrive(replyMail({ to: delivery.path, inReplyTo: delivery.messageId, text: 'Bien\0 reçu.' }))
    expect((await endOf(delivery)).open).toEqual(['reply: Bien reçu.'])
  })
})

describe('the place in a mailbox', () => {
  it('moves on with each report, in the same transaction, and never back', async () => {
    const { db } = database
    const delivery = await setUp()
    expect(await lastRead(db, 'imap:a', 7)).toBe(0)
    const bytes = dsn(delivery, 'failed', '5.1.1', 'no')
    await arrive(bytes, { source: 'imap:a', item: '7.12', place: { uidValidity: 7, uid: 12 } })
    await moveOn(db, 'imap:a', { uidValidity: 7, uid: 3 })
    expect(await lastRead(db, 'imap:a', 7)).toBe(12)
    // The same mail again, known by its bytes: only the place moves.
    const again = await arrive(bytes, { source: 'imap:a', item: '7.13', place: { uidValidity: 7, uid: 13 } })
    expect(again).toMatchObject({ isNew: false })
    expect(await lastRead(db, 'imap:a', 7)).toBe(13)
  })

  it('begins anew when the mailbox was made anew', async () => {
    const { db } = database
    await lastRead(db, 'imap:b', 7)
    await moveOn(db, 'imap:b', { uidValidity: 7, uid: 12 })
    expect(await lastRead(db, 'imap:b', 8)).toBe(0)
    await moveOn(db, 'imap:b', { uidValidity: 7, uid: 99 })
    expect(await lastRead(db, 'imap:b', 8)).toBe(0)
  })

  it('passes over a mail that breaks the connection again and again, and keeps its reason', async () => {
    const { db } = database
    await lastRead(db, 'imap:c', 7)
    expect([await noteTrouble(db, 'imap:c', 5), await noteTrouble(db, 'imap:c', 5)]).toEqual([1, 2])
    expect(await noteTrouble(db, 'imap:c', 6)).toBe(1)
    const place = { uidValidity: 7, uid: 6 }
    await quarantineItem(db, { source: 'imap:c', item: '7.6', place, reason: 'no content', at: NOW })
    expect(await lastRead(db, 'imap:c', 7)).toBe(6)
    expect(await quarantined(db)).toEqual([{ source: 'imap:c', item: '7.6', reason: 'no content', at: NOW }])
  })
})
