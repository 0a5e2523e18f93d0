import { messageId, returnPath, returnToken } from '../../src/model/delivery/delivery.js'
import { type Ending, openLedger } from '../../src/postgres/delivery/ledger.js'
import type { Claimed } from '../../src/postgres/delivery/ledger-claims.js'
import { type Swept, sweepStaleClaims } from '../../src/postgres/delivery/stale-claims.js'
import { delayedDeliveries } from '../../src/postgres/returned-mail/listed-reports.js'
import { findReported } from '../../src/postgres/returned-mail/reported-deliveries.js'
import { keepReport } from '../../src/postgres/returned-mail/reports.js'
import { recordReport } from '../../src/steps/returned-mail/record-report.js'
import type { RecordReportPorts } from '../../src/steps/returned-mail/record-report-ports.js'
import type { ReportMail } from '../../src/steps/returned-mail/recorded-report.js'
import { dispatched, letClaimsExpire, startDatabase, type TestDatabase } from './ledger.js'
import { awayMail, type Dsn, dsnMail, replyMail } from './reports.js'

export const NOW = new Date('2026-11-26T08:00:00Z')
export const LATER = new Date('2026-11-26T08:20:00Z')
export const SECRET = 'a secret of thirty-two characters'

let database: TestDatabase
let serial = 0

/** A PostgreSQL of its own for the deliveries and reports of one test file; ends with `close`. */
export async function openReported(): Promise<TestDatabase> {
  database = await startDatabase()
  return database
}

export type Delivery = Awaited<ReturnType<typeof setUp>>

/** A delivery of an edition of its own, to the mayor's own address or to `email`, claimed by a worker whose final dot has left. */
export async function setUp({ passed = true, email }: { passed?: boolean; email?: string } = {}) {
  const { db } = database
  const edition = `2026-W48-flash-${++serial}`
  const [delivery] = (await dispatched(db, edition, ['mayor'], NOW, email)) as [string]
  const ledger = openLedger(database, 'one')
  const id = messageId(delivery, 'estafette.example', SECRET)
  const path_token = returnToken(delivery, SECRET)
  await db.updateTable('delivery').set({ message_id: id, path_token }).where('id', '=', delivery).execute()
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

export const ports = (deadlines: string[] | null = []): RecordReportPorts => ({
  ourWords: async () => [],
  dayOf: at => at.toISOString().slice(0, 10),
  find: clues => findReported(database.db, clues),
  deadlines: async () => deadlines,
  staffIdOf: async address => (address === 'spoc-nord@agence.example' ? 'spoc-nord' : null),
  keep: (report, now) => keepReport(database.db, report, { spoc: 'spoc-nord', today: '2026-11-26', now }),
})

export const arrive = (bytes: Uint8Array, rest: Partial<ReportMail> = {}, deadlines: string[] | null = []) =>
  recordReport(
    ports(deadlines),
    { source: 'folder', item: 'a.eml', place: null, bytes, size: bytes.byteLength, ...rest },
    NOW,
  )

export const dsn = ({ path }: Delivery, action: Dsn['action'], status: string, words: string, minute = 0) =>
  dsnMail({
    to: path,
    recipient: 'mayor@ixelles.example',
    action,
    status,
    words,
    date: `Thu, 26 Nov 2026 10:0${minute}:00 +0100`,
  })

export async function answer(
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

export const followUp = (
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

export const asFollowUp = (delivery: Delivery, reason: 'in-doubt' | 'bounced') =>
  followUp({ edition: delivery.edition, commune: '21009', recipient: 'mayor' }, reason)

/** All that can happen to a delivery whose final dot has left. */
export const EVENTS = {
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
export type Event = keyof typeof EVENTS

export async function endOf({ delivery, edition }: Delivery) {
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
