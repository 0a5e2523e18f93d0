import { sql } from 'kysely'
import type { DeliveryState } from '../model/delivery/delivery.js'
import { type Consequences, consequencesOf, type ReportFact } from '../model/delivery/verdict.js'
import { suggestion } from '../model/follow-up/follow-up.js'
import type { Clues, Match } from '../model/report/match.js'
import type { Database } from './database.js'
import { closeReasons, followReport } from './follow-ups.js'

export type ReportedDelivery = {
  delivery: string
  edition: string
  version: number
  recipient: string
  commune: string
  email: string
  match: Match
}

export type NewReport = {
  source: string
  item: string
  /** Where it stands in a mailbox: kept as read in the same transaction. */
  place: { uidValidity: number; uid: number } | null
  about: ReportedDelivery | null
  fact: ReportFact
  status: string | null
  deputy: string | null
}

/** Who follows up, and from which day (ISO date) the time to do so counts. */
export type FollowedBy = { spoc: string; today: string; now: Date }

/** The delivery that a report is about: by its return path, by a Message-ID (of several, the latest sent), by what it returns. */
export async function findReported(db: Database, clues: Clues): Promise<ReportedDelivery | null> {
  const ways: [Match, 'd.return_token' | 'd.message_id', string[]][] = [
    ['return-path', 'd.return_token', clues.returnTokens],
    ['message-id', 'd.message_id', clues.messageIds],
    ['returned-part', 'd.return_token', clues.carried],
  ]
  for (const [match, column, values] of ways) {
    if (values.length === 0) continue
    const row = await db
      .selectFrom('delivery as d')
      .innerJoin('addressee as a', join =>
        join
          .onRef('a.edition', '=', 'd.edition')
          .onRef('a.version', '=', 'd.version')
          .onRef('a.recipient', '=', 'd.recipient'),
      )
      .leftJoin('address_correction as c', join =>
        join.onRef('c.edition', '=', 'd.edition').onRef('c.recipient', '=', 'd.recipient'),
      )
      .where(column, 'in', values)
      .select(['d.id as delivery', 'd.edition', 'd.version', 'd.recipient', 'd.commune'])
      .select(eb => eb.fn.coalesce('c.email', 'a.email').as('email'))
      .orderBy('d.created_at', 'desc')
      .orderBy('d.id')
      .limit(1)
      .executeTakeFirst()
    if (row) return { ...row, match }
  }
  return null
}

/**
 * Keeps a report and what follows from it, in one transaction; a mail that is known already only moves the mailbox's
 * place on. `state` is the delivery's afterwards, null when the report is about none or was known.
 */
export async function keepReport(
  db: Database,
  report: NewReport,
  by: FollowedBy,
): Promise<{ isNew: boolean; state: DeliveryState | null }> {
  const { about, place, source } = report
  return db.transaction().execute(async trx => {
    if (place) await moveOn(trx, source, place)
    // Held before the report refers to it: two reports at once would otherwise wait for each other.
    const before = about && (await holdDelivery(trx, about.delivery))
    const inserted = await trx
      .insertInto('report')
      .values(toRow(report, by.now))
      .onConflict(conflict => conflict.column('hash').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (!inserted) return { isNew: false, state: null }
    return { isNew: true, state: about && before && (await applyReports(trx, about, before, by)) }
  })
}

/** Holds a delivery until the transaction ends, in the order in which the ledger takes its rows: attempts last. Returns its state. */
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

function toRow({ source, item, about, fact, status, deputy }: NewReport, now: Date) {
  const { hash, sentAt, kind, evidence, reason, topic, replyText, until, needsDeputy } = fact
  return {
    hash,
    source,
    item,
    recorded_at: now,
    sent_at: sentAt,
    kind,
    match: about?.match ?? null,
    delivery: about?.delivery ?? null,
    evidence,
    status,
    reason,
    topic,
    reply_text: replyText,
    until,
    deputy,
    needs_deputy: needsDeputy,
  }
}

/** Brings a delivery and its follow-ups to what all of its reports together say. */
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

async function factsOf(db: Database, delivery: string): Promise<ReportFact[]> {
  const rows = await db.selectFrom('report').where('delivery', '=', delivery).selectAll().execute()
  return rows.map(row => ({
    hash: row.hash,
    sentAt: row.sent_at,
    kind: row.kind,
    evidence: row.evidence,
    reason: row.reason,
    topic: row.topic,
    replyText: row.reply_text,
    until: row.until,
    needsDeputy: row.needs_deputy,
  }))
}

/**
 * Gives a delivery another state and ends its attempt, if one is under way: its dot may have left, or it won't leave any
 * more, since the gate opens only for what is pending. The answer may still be kept with the attempt.
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

/** One per edition, recipient and reason; new words reopen what somebody has written. */
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

/** Deliveries of an edition that were accepted by somebody who reports that he could not pass them on yet. */
export async function delayedDeliveries(
  db: Database,
  edition: string,
): Promise<{ delivery: string; commune: string }[]> {
  const { rows } = await sql<{ delivery: string; commune: string }>`
    select d.id as delivery, d.commune from delivery d where d.edition = ${edition} and d.state = 'accepted'
      and exists (select from report r where r.delivery = d.id and r.evidence = 'held')
      and not exists (select from report r where r.delivery = d.id and r.evidence = 'arrived')
    order by d.id`.execute(db)
  return rows
}

/** The last UID that was dealt with in a mailbox; 0 when it is new, or was made anew (another UIDVALIDITY, RFC 9051 §2.3.1.1). */
export async function lastRead(db: Database, source: string, uidValidity: number): Promise<number> {
  const { rows } = await sql<{ last_uid: number }>`
    insert into report_source as s (source, uid_validity) values (${source}, ${uidValidity})
    on conflict (source) do update set uid_validity = excluded.uid_validity,
      last_uid = case when s.uid_validity = excluded.uid_validity then s.last_uid else 0 end
    returning last_uid`.execute(db)
  return Number(rows[0]?.last_uid ?? 0)
}

/** The mails of a mailbox up to this one are dealt with. */
export async function moveOn(
  db: Database,
  source: string,
  { uidValidity, uid }: NonNullable<NewReport['place']>,
) {
  await sql`
    update report_source set last_uid = greatest(last_uid, ${uid}), trouble_uid = null, troubles = 0
    where source = ${source} and uid_validity = ${uidValidity}`.execute(db)
}

/** Counts how often the connection broke over one mail; returns the count. */
export async function noteTrouble(db: Database, source: string, uid: number): Promise<number> {
  const { rows } = await sql<{ troubles: number }>`
    update report_source set troubles = case when trouble_uid = ${uid} then troubles + 1 else 1 end, trouble_uid = ${uid}
    where source = ${source} returning troubles`.execute(db)
  return rows[0]?.troubles ?? 0
}

/** Writes down that a mail can't be read, and why; it stays where it is. */
export async function quarantineItem(
  db: Database,
  item: { source: string; item: string; place: NewReport['place']; reason: string; at: Date },
): Promise<void> {
  const { place, ...row } = item
  await db.transaction().execute(async trx => {
    if (place) await moveOn(trx, item.source, place)
    await trx
      .insertInto('report_quarantine')
      .values(row)
      .onConflict(conflict => conflict.doNothing())
      .execute()
  })
}

/** What could not be read, the latest first. */
export async function quarantined(db: Database) {
  return db.selectFrom('report_quarantine').selectAll().orderBy('at', 'desc').orderBy('item').execute()
}
