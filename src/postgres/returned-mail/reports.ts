import { sql } from 'kysely'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import { type Consequences, consequencesOf, type ReportFact } from '../../model/follow-ups/consequences.js'
import { NAMING_REASONS } from '../../model/follow-ups/follow-up.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import { noteAnswer } from '../follow-ups/follow-up-acts.js'
import { closeReasons, followReport } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { CURRENT, isUnprovenRow } from './listed-reports.js'
import { type NewReport, toRow } from './report-rows.js'
import { moveOn } from './report-sources.js'
import type { ReportedDelivery } from './reported-deliveries.js'

/** The SPOC in charge, and the ISO date from which the due time counts. */
type FollowedBy = { spoc: string; today: string; now: Date }

/**
 * Stores a report and its consequences in one transaction; a known mail only moves the mailbox's position. `state`: the delivery's afterwards; null
 * when the report has none or was known.
 */
export async function keepReport(
  db: Database,
  report: NewReport,
  by: FollowedBy,
): Promise<{ isNew: boolean; state: DeliveryState | null }> {
  const { about, place, source } = report
  return db.transaction().execute(async trx => {
    if (place) await moveOn(trx, source, place)
    // Locked before the report refers to it: two reports at once would otherwise deadlock.
    const before = about && (await holdDelivery(trx, about.delivery))
    const inserted = await trx
      .insertInto('report')
      .values(toRow(report, by.now))
      .onConflict(conflict => conflict.column('hash').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!inserted) return { isNew: false, state: null }
    if (about && report.answer) await noteAnswer(trx, about, report.answer, by.now)
    return { isNew: true, state: about && before && (await applyReports(trx, about, before, by)) }
  })
}

/** Locks a delivery until the transaction ends, in the ledger's order: attempts last. Returns its state. */
async function holdDelivery(trx: Database, delivery: string): Promise<DeliveryState> {
  const { state } = await trx
    .selectFrom('delivery')
    .where('id', '=', delivery)
    .select('state')
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  await sql`select from attempt where delivery = ${delivery} for no key update`.execute(trx)
  return state
}

/** Updates a delivery and its follow-ups by all of its reports. */
async function applyReports(
  trx: Database,
  about: ReportedDelivery,
  before: DeliveryState,
  by: FollowedBy,
): Promise<DeliveryState> {
  const { state, followUps } = consequencesOf(before, await factsOf(trx, about.delivery))
  if (state !== before) await correct(trx, about, state, by.now)
  await upsertFollowUps(trx, about, followUps, by)
  return state
}

/**
 * Changes a delivery's state and ends its attempt in flight. Its dot may have left, or can't leave any more: the gate opens only for pending ones.
 * The attempt's reply can still be stored.
 */
async function correct(trx: Database, about: ReportedDelivery, state: DeliveryState, now: Date) {
  const { delivery, edition, recipient } = about
  await sql`
    update attempt set outcome = case phase when 'started' then 'lost' else 'in-doubt' end, ended_at = ${now}
    where delivery = ${delivery} and outcome is null`.execute(trx)
  await trx.updateTable('delivery').set({ state, claimed_until: null }).where('id', '=', delivery).execute()
  const reasons = (['in-doubt', 'gave-up', 'late'] as const).filter(reason => reason !== state)
  await closeReasons(trx, { edition, recipient }, reasons, now)
}

/** One per edition, recipient and reason; new words reopen one that holds people's words. */
async function upsertFollowUps(
  trx: Database,
  { edition, commune, recipient }: ReportedDelivery,
  followUps: Consequences['followUps'],
  { spoc, today, now }: FollowedBy,
) {
  for (const { reason, detail } of followUps) {
    const { action, due } = suggestion(reason, today)
    await followReport(trx, { edition, commune, recipient, reason, action, spoc, detail, due }, now)
  }
}

/**
 * Forgets people's words before an instant: replies, named people, answers, notes, and digests with them. Open follow-ups and their reports keep
 * them; mail systems' words stay. Returns the number of forgotten texts.
 */
export async function forgetWords(db: Database, before: Date): Promise<number> {
  const isOld = sql`f.state = 'done' and coalesce(f.done_at, f.opened_at) < ${before}`
  const { rows } = await sql<{ n: number }>`
    with words as (
      update report r set reply_text = '', deputy = null, new_address = null, successor = null from delivery d where d.id = r.delivery
        and r.recorded_at < ${before}
        and (r.reply_text <> '' or r.deputy is not null or r.new_address is not null or r.successor is not null)
        and not exists (select from follow_up f where f.edition = d.edition and f.recipient = d.recipient
          and f.state <> 'done' and f.reason = any(${NAMING_REASONS}))
      returning r.id
    ), told as (
      update follow_up f set detail = '' where ${isOld} and f.detail <> '' and f.reason = any(${NAMING_REASONS})
      returning f.id
    ), noted as (
      delete from follow_up_words w using follow_up_event e, follow_up f
      where e.id = w.event and f.id = e.follow_up and ${isOld} returning w.event
    ), mailed as (
      update notice set payload = '{}' where kind = 'spoc-digest' and state <> 'pending' and created_at < ${before}
        and payload <> '{}' returning key
    )
    select ((select count(*) from words) + (select count(*) from told) + (select count(*) from noted)
      + (select count(*) from mailed))::int as n`.execute(db)
  return rows[0]?.n ?? 0
}

/** Reports on an earlier mail prove nothing about one sent again; people's words always count. */
async function factsOf(db: Database, delivery: string): Promise<ReportFact[]> {
  const rows = await db
    .selectFrom('report')
    .where('delivery', '=', delivery)
    .selectAll()
    .select(sql<boolean>`sent_again = ${CURRENT(sql.ref('report.delivery'))}`.as('is_current'))
    .execute()
  return rows.map(row => ({
    hash: row.hash,
    sentAt: row.sent_at,
    kind: row.kind,
    evidence: row.is_current ? row.evidence : null,
    reason: row.reason,
    topic: row.topic,
    replyText: row.reply_text,
    until: row.until,
    newAddress: row.new_address,
    needsDeputy: row.needs_deputy,
    gone: row.gone,
    successor: row.successor,
    heldBy: row.held_by,
    isUnproven: row.is_current && isUnprovenRow(row),
  }))
}
