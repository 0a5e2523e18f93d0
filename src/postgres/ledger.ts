import { sql } from 'kysely'
import type { AttemptOutcome, AttemptPhase, DeliveryState } from '../model/delivery/delivery.js'
import type { Addressee } from '../model/edition/audience.js'
import type { Reading } from '../model/language.js'
import type { MandateRole } from '../model/roster/recipient.js'
import { toAddressee } from './audiences.js'
import type { Database } from './database.js'
import { closeSettled, type NewFollowUp, openFollowUps } from './follow-ups.js'
import { inGroups } from './groups.js'

/** How long a claim holds without being renewed, in seconds: after a kill, the delivery is free again this much later. */
export const CLAIM_SECONDS = 30

/** A delivery that this worker may try, its attempt already committed. `claim` is the fencing token. */
export type Claimed = {
  delivery: string
  edition: string
  version: number
  attempt: number
  claim: number
  messageId: string
  addressee: Addressee
  createdAt: Date
  expiresAt: Date | null
}

export type AttemptKey = Pick<Claimed, 'delivery' | 'attempt' | 'claim'>

/** How an attempt ended and what becomes of its delivery; `state` null leaves the delivery's state as it is. */
export type Ending = AttemptKey & {
  outcome: AttemptOutcome
  phase: AttemptPhase
  endedAt: Date
  replyCode: number | null
  enhancedStatus: string | null
  reply: string | null
  state: DeliveryState | null
  dueAt: Date | null
  followUp: NewFollowUp | null
}

/**
 * The steps of a delivery that must be committed, each in groups. Whoever takes several rows takes them by delivery id, and a delivery
 * before its attempt, as the recovery and the reports do: two that meet never wait for each other. All throw when the database is unreachable. */
export function openLedger(db: Database, worker: string) {
  const underWay = new Map<string, AttemptKey>()
  const claim = inGroups<{ delivery: string; now: Date }, Claimed | null>(wanted =>
    claimAll(db, worker, wanted),
  )
  const record = inGroups<Ending, boolean>(endings => recordAll(db, endings))
  return {
    /** Claims a due delivery and starts its next attempt; null when somebody else has it, or it isn't due, or must not go. */
    claim: async (wanted: { delivery: string; now: Date }): Promise<Claimed | null> => {
      const claimed = await claim(wanted)
      if (claimed) underWay.set(claimed.delivery, claimed)
      return claimed
    },
    /** The dot gate: true once it is committed that the final dot may leave; false when it must not. */
    passGate: inGroups<AttemptKey & { now: Date }, boolean>(keys => passAll(db, keys)),
    /** Commits how an attempt ended. False when the delivery was taken from us meanwhile. */
    record: async (ending: Ending): Promise<boolean> => {
      const kept = await record(ending)
      underWay.delete(ending.delivery)
      return kept
    },
    /** This worker is done with a delivery, however it ended: what was not recorded falls to the recovery. */
    letGo: ({ delivery, claim }: AttemptKey) => {
      if (underWay.get(delivery)?.claim === claim) underWay.delete(delivery)
    },
    /** Renews the claims of the deliveries under way; call it well within CLAIM_SECONDS. */
    renewClaims: () => renewAll(db, [...underWay.values()]),
  }
}

export type Ledger = ReturnType<typeof openLedger>

type ClaimRow = {
  delivery: string
  edition: string
  version: number
  attempts: number
  claim: number
  message_id: string
  created_at: Date
  expires_at: Date | null
  recipient: string
  commune: string
  role: MandateRole
  acting: boolean
  competences: string[]
  name: string
  salutation_fr: string
  salutation_nl: string
  languages: Reading
  email: string
}

async function claimAll(
  db: Database,
  worker: string,
  wanted: { delivery: string; now: Date }[],
): Promise<(Claimed | null)[]> {
  const ids = [...new Set(wanted.map(one => one.delivery))]
  const now = new Date(Math.max(...wanted.map(one => one.now.getTime())))
  const { rows } = await sql<ClaimRow>`
    with wanted as (
      select d.id, e.expires_at from delivery d join edition e on e.id = d.edition
      where d.id = any(${ids}::text[]) and d.state in ('pending', 'deferred') and d.due_at <= ${now}
        and (d.claimed_until is null or d.claimed_until < clock_timestamp())
        and e.dispatched_at is not null and e.stopped_at is null
        and not exists (select from attempt a where a.delivery = d.id and a.outcome is null)
      order by d.id
      for update of d skip locked
    ), claimed as (
      update delivery d set claim = claim + 1, attempts = attempts + 1, claimed_by = ${worker},
        claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
      from wanted where d.id = wanted.id
      returning d.*, wanted.expires_at
    ), started as (
      insert into attempt (delivery, number, claim, phase, started_at)
      select id, attempts, claim, 'started', ${now} from claimed
    )
    select c.id as delivery, c.edition, c.version, c.attempts, c.claim, c.message_id, c.created_at, c.expires_at,
      a.recipient, a.commune, a.role, a.acting, a.competences, a.name, a.salutation_fr, a.salutation_nl, a.languages, a.email
    from claimed c join addressee a on a.edition = c.edition and a.version = c.version and a.recipient = c.recipient
  `.execute(db)
  const corrected = await correctedAmong(db, rows)
  const found = new Map(rows.map(row => [row.delivery, toClaimed({ ...row, ...corrected(row) })]))
  // A delivery that was asked for twice in one group is given to one.
  return wanted.map(({ delivery }) => {
    const claimed = found.get(delivery) ?? null
    found.delete(delivery)
    return claimed
  })
}

/**
 * The addresses that the roster corrected before the first attempt. Read after the claim is committed: from then on the
 * delivery counts as attempted and gets no other address, so that all its attempts go to one.
 */
async function correctedAmong(db: Database, rows: ClaimRow[]) {
  if (rows.length === 0) return () => ({})
  const { rows: found } = await sql<{ edition: string; recipient: string; email: string }>`
    select c.edition, c.recipient, c.email from address_correction c
      join unnest(${rows.map(row => row.edition)}::text[], ${rows.map(row => row.recipient)}::text[]) as w(edition, recipient)
        using (edition, recipient)`.execute(db)
  const emails = new Map(found.map(row => [`${row.edition} ${row.recipient}`, row.email]))
  return ({ edition, recipient, email }: ClaimRow) => ({
    email: emails.get(`${edition} ${recipient}`) ?? email,
  })
}

function toClaimed(row: ClaimRow): Claimed {
  const { delivery, edition, version, claim } = row
  return {
    delivery,
    edition,
    version,
    claim,
    attempt: row.attempts,
    messageId: row.message_id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    addressee: toAddressee(row),
  }
}

async function passAll(db: Database, keys: (AttemptKey & { now: Date })[]): Promise<boolean[]> {
  const { rows } = await sql<{ delivery: string; number: number }>`
    with held as (
      select a.delivery, a.number from attempt a join ${keyTable(keys)} on a.delivery = k.delivery and a.number = k.number
      order by a.delivery for no key update of a
    )
    update attempt a set phase = 'dot', dot_at = n.now
    from held join ${keyTable(keys)} using (delivery, number)
      join unnest(${keys.map(key => key.now)}::timestamptz[]) with ordinality as n(now, place) using (place),
      delivery d join edition e on e.id = d.edition
    where a.delivery = held.delivery and a.number = held.number and a.claim = k.claim
      and a.phase = 'started' and a.outcome is null
      and d.id = a.delivery and d.claim = k.claim and d.state in ('pending', 'deferred') and e.stopped_at is null
    returning a.delivery, a.number
  `.execute(db)
  const passed = new Set(rows.map(row => `${row.delivery} ${row.number}`))
  return keys.map(key => passed.has(`${key.delivery} ${key.attempt}`))
}

async function recordAll(db: Database, endings: Ending[]): Promise<boolean[]> {
  return db.transaction().execute(async trx => {
    const column = <K extends keyof Ending>(name: K) => endings.map(ending => ending[name])
    const { rows } = await sql<{ delivery: string; number: number; followed: boolean }>`
      with held as (
        select d.id, a.number from delivery d join ${keyTable(endings)} on d.id = k.delivery
          join attempt a on a.delivery = d.id and a.number = k.number
        order by d.id for no key update of d, a
      ), ended as (
        update attempt a set outcome = x.outcome, phase = x.phase, ended_at = x.ended_at,
          reply_code = x.reply_code, enhanced_status = x.enhanced_status, reply = x.reply
        from held join ${keyTable(endings)} on k.delivery = held.id and k.number = held.number
          join unnest(${column('outcome')}::text[], ${column('phase')}::text[], ${column('endedAt')}::timestamptz[],
            ${column('replyCode')}::integer[], ${column('enhancedStatus')}::text[], ${column('reply')}::text[],
            ${column('state')}::text[], ${column('dueAt')}::timestamptz[])
            with ordinality as x(outcome, phase, ended_at, reply_code, enhanced_status, reply, state, due_at, place) using (place)
        where a.delivery = held.id and a.number = held.number and a.claim = k.claim
          -- An answer may come after the recovery has put the delivery in doubt: then it settles the doubt.
          and (a.outcome is null or (a.outcome = 'in-doubt' and x.phase = 'answered'))
        returning a.delivery, a.number, k.claim, x.state, x.due_at
      )
      update delivery d set state = coalesce(ended.state, d.state), due_at = coalesce(ended.due_at, d.due_at), claimed_until = null
      from ended
      where d.id = ended.delivery and d.claim = ended.claim
        -- A report may have come before the answer: what it says stands (model/delivery-verdict.ts), except that a refusal outweighs all.
        and ((d.state in ('pending', 'deferred', 'in-doubt') and d.settled_by is null)
          or (d.state in ('accepted', 'gave-up') and ended.state = 'bounced'))
      returning ended.delivery, ended.number,
        exists (select from follow_up f where coalesce(f.edition, '') = d.edition and f.recipient = d.recipient) as followed
    `.execute(trx)
    const done = new Set(rows.map(row => `${row.delivery} ${row.number}`))
    // Hardly any delivery has one: a statement less for all others.
    const followed = new Set(rows.filter(row => row.followed).map(row => row.delivery))
    const mine = endings.filter(ending => done.has(`${ending.delivery} ${ending.attempt}`))
    const settled = mine.filter(
      ({ delivery, state }) => state && SETTLED.includes(state) && followed.has(delivery),
    )
    if (settled[0])
      await closeSettled(
        trx,
        settled.map(ending => ending.delivery),
        settled[0].endedAt,
      )
    await openFollowUps(
      trx,
      mine.flatMap(ending => ending.followUp ?? []),
    )
    return endings.map(ending => done.has(`${ending.delivery} ${ending.attempt}`))
  })
}

const SETTLED: DeliveryState[] = ['accepted', 'bounced', 'gave-up', 'suppressed']

async function renewAll(db: Database, keys: AttemptKey[]) {
  if (keys.length === 0) return
  await sql`
    with held as (
      select d.id, k.claim from delivery d join ${keyTable(keys)} on d.id = k.delivery and d.claim = k.claim
      where d.claimed_until is not null order by d.id for no key update of d
    )
    update delivery d set claimed_until = clock_timestamp() + make_interval(secs => ${CLAIM_SECONDS})
    from held where d.id = held.id and d.claim = held.claim and d.claimed_until is not null
  `.execute(db)
}

/** The keys as a table k(delivery, number, claim, place). */
function keyTable(keys: AttemptKey[]) {
  const [deliveries, numbers, claims] = [
    keys.map(key => key.delivery),
    keys.map(key => key.attempt),
    keys.map(key => key.claim),
  ]
  return sql`unnest(${deliveries}::text[], ${numbers}::integer[], ${claims}::integer[])
    with ordinality as k(delivery, number, claim, place)`
}
