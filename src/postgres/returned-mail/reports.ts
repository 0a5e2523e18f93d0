import { type RawBuilder, sql } from 'kysely'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import { NAMING_REASONS, suggestion } from '../../model/follow-ups/follow-up.js'
import { type Consequences, consequencesOf, type ReportFact } from '../../model/follow-ups/verdict.js'
import { MACHINES } from '../../model/returned-mail/report.js'
import { isProven } from '../../parse/returned-mail/match.js'
import { noteAnswer } from '../follow-ups/follow-up-acts.js'
import { closeReasons, followReport } from '../follow-ups/follow-ups.js'
import type { Database } from '../server/database.js'
import { type MailPlace, moveOn } from './report-sources.js'
import type { ReportedDelivery } from './reported-deliveries.js'

export type NewReport = {
  source: string
  item: string
  /** Where it stands in a mailbox: kept as read in the same transaction. */
  place: MailPlace | null
  about: AboutDelivery | null
  fact: ReportFact
  status: string | null
  /** The domain of the address it was sent to, where a report with proof says that our mails are refused there. */
  refusedBy: string | null
  deputy: string | null
  /** Who of the staff answers in its thread, as its From says. */
  answer: { by: string; words: string } | null
}

/** `sentAgain` is left out where it never was. */
type AboutDelivery = Omit<ReportedDelivery, 'sentAgain'> & { sentAgain?: number }

/** How often a delivery was sent again, but for what was taken back. */
const CURRENT = (delivery: RawBuilder<unknown>) =>
  sql`(select coalesce(max(s.number), 0) from send_again s where s.delivery = ${delivery} and s.taken_back_at is null)`

/** Who follows up, and from which day (ISO date) the time to do so counts. */
export type FollowedBy = { spoc: string; today: string; now: Date }

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
    if (about && report.answer) await noteAnswer(trx, about, report.answer, by.now)
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

function toRow({ source, item, about, fact, status, refusedBy, deputy }: NewReport, now: Date) {
  const { hash, sentAt, kind, evidence, reason, topic, replyText, until, newAddress, needsDeputy } = fact
  const { gone, successor, heldBy } = fact
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
    new_address: newAddress,
    sent_again: about?.sentAgain ?? 0,
    gone,
    successor,
    held_by: heldBy,
    refused_by: refusedBy,
  }
}

/** Brings a delivery and its follow-ups to what all of its reports together say. */
async function applyReports(
  trx: Database,
  about: AboutDelivery,
  before: DeliveryState,
  by: FollowedBy,
): Promise<DeliveryState> {
  const { state, followUps } = consequencesOf(before, await factsOf(trx, about.delivery))
  if (state !== before) await correct(trx, about, state, by.now)
  await upsertFollowUps(trx, about, followUps, by)
  return state
}

/** What a report proves of a mail before the last that a person sent again says nothing of that one; people's words count all the same. */
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

/** Before decision 25 such a report had evidence, and changed a state. */
function isUnprovenRow({
  kind,
  match,
  evidence,
}: Pick<ReportRecord, 'kind' | 'match' | 'evidence'>): boolean {
  return match !== null && !isProven(match) && evidence === null && MACHINES.includes(kind)
}

/**
 * Gives a delivery another state and ends its attempt, if one is under way: its dot may have left, or it won't leave any
 * more, since the gate opens only for what is pending. The answer may still be kept with the attempt.
 */
async function correct(trx: Database, about: AboutDelivery, state: DeliveryState, now: Date) {
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
  { edition, commune, recipient }: AboutDelivery,
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
): Promise<{ delivery: string; commune: string; elsewhere: string[] }[]> {
  const { rows } = await sql<{ delivery: string; commune: string; elsewhere: string[] }>`
    select d.id as delivery, d.commune, array(select distinct x.commune from exclusion x
        where x.edition = d.edition and x.version = d.version and x.stands_for = d.recipient and x.reason = 'same-person') as elsewhere
    from delivery d where d.edition = ${edition} and d.state = 'accepted'
      and exists (select from report r where r.delivery = d.id and r.evidence = 'held' and r.sent_again = ${CURRENT(sql`d.id`)})
      and not exists (select from report r
        where r.delivery = d.id and r.evidence in ('arrived', 'relayed') and r.sent_again = ${CURRENT(sql`d.id`)})
    order by d.id`.execute(db)
  return rows
}

/**
 * How many parties say by reports with proof that they refuse our mails, since an edition was last let go on: a commune with several
 * domains is one, and communes that share one are, too.
 */
export async function refusingDomains(db: Database, edition: string): Promise<number> {
  const { rows } = await sql<{ n: number }>`
    select least(count(distinct r.refused_by), count(distinct d.commune))::int as n
    from report r join delivery d on d.id = r.delivery join edition e on e.id = d.edition
    where d.edition = ${edition} and r.recorded_at > coalesce(e.resumed_at, '-infinity')`.execute(db)
  return rows[0]?.n ?? 0
}

export type ReportRecord = {
  id: string
  source: string
  item: string
  recordedAt: Date
  sentAt: Date | null
  kind: ReportFact['kind']
  match: ReportedDelivery['match'] | null
  delivery: string | null
  evidence: ReportFact['evidence']
  status: string | null
  reason: string
  topic: ReportFact['topic']
  until: string | null
  newAddress: string | null
  gone: boolean
  successor: string | null
  heldBy: ReportFact['heldBy']
  /** It names a delivery, and does not prove that a mail system wrote it: it changed nothing. */
  isUnproven: boolean
}

/** What came back since an instant, the latest first, without the words of people; `unmatched`: what belongs to no delivery, or proves nothing. */
export async function listReports(
  db: Database,
  { since, unmatched }: { since: Date; unmatched: boolean },
): Promise<ReportRecord[]> {
  const rows = await db
    .selectFrom('report')
    .where('recorded_at', '>=', since)
    .$if(unmatched, query =>
      query.where(eb =>
        eb.or([
          eb('delivery', 'is', null),
          eb.and([eb('match', '=', 'message-id'), eb('kind', 'in', MACHINES), eb('evidence', 'is', null)]),
        ]),
      ),
    )
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .selectAll()
    .execute()
  return rows.map(row => ({
    id: String(row.id),
    source: row.source,
    item: row.item,
    recordedAt: row.recorded_at,
    sentAt: row.sent_at,
    kind: row.kind,
    match: row.match,
    delivery: row.delivery,
    evidence: row.evidence,
    status: row.status,
    reason: row.reason,
    topic: row.topic,
    until: row.until,
    newAddress: row.new_address,
    gone: row.gone,
    successor: row.successor,
    heldBy: row.held_by,
    isUnproven: isUnprovenRow(row),
  }))
}

/**
 * Forgets what people wrote to us, whom they named, what was answered or noted, and the digests that told it, before an
 * instant. A follow-up that is still open keeps its words, and so do its reports; what a mail system said stays. Returns how
 * many texts are gone.
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
