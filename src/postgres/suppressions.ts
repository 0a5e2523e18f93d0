import { sql } from 'kysely'
import { BOUNCES_IN_A_ROW, type Suppression } from '../model/delivery/suppression.js'
import type { Database, OpenDatabase } from './database.js'
import { settle } from './follow-ups.js'
import type { Statement } from './prepared.js'

export type SuppressionDecision = {
  address: string
  recipient: string | null
  decision: 'suppress' | 'write'
  cause: string
  by: string
  at: Date
}

/** The addresses to which a person decided not to write, the latest decision first. */
export async function decidedSuppressions(db: Database): Promise<Suppression[]> {
  const { rows } = await sql<Suppression>`
    select address, recipient, cause, by_email as by, at from (
      select distinct on (address) * from suppression_log order by address, id desc
    ) last where decision = 'suppress' order by at desc, address`.execute(db)
  return rows
}

/** The same addresses alone, in lower case: who is kept out of an audience. */
export async function suppressedAddresses(db: Database): Promise<Set<string>> {
  return new Set((await decidedSuppressions(db)).map(({ address }) => address))
}

/** Every decision on an address, the latest first. */
export async function decisionsOn(db: Database, address: string): Promise<SuppressionDecision[]> {
  const { rows } = await sql<SuppressionDecision>`
    select address, recipient, decision, cause, by_email as by, at from suppression_log
    where address = ${address.toLowerCase()} order by id desc`.execute(db)
  return rows
}

/**
 * The addresses whose last mails all bounced for good, since a person last decided on them: in session or by a report, one
 * mail counts once. Derived from the deliveries, so that no order of events matters. Of `among` only, in lower case; null: of all.
 */
export async function heldAddresses(db: Database, among: string[] | null = null): Promise<Suppression[]> {
  const { rows } = await sql<{ address: string; recipient: string; editions: string[]; at: Date }>`
    -- Materialized: read as one statement, all mails that an edition sent would be looked through for each address.
    with sent as materialized (
      select lower(a.email) as address, a.recipient, a.edition, d.state, d.created_at, d.id
      from addressee a join delivery d using (edition, version, recipient)
        left join address_correction c using (edition, recipient)
      where c.email is null and (${among === null} or lower(a.email) = any(${among ?? []}::text[]))
      union all
      select lower(c.email), c.recipient, c.edition, d.state, d.created_at, d.id
      from address_correction c join delivery d using (edition, recipient)
      where ${among === null} or lower(c.email) = any(${among ?? []}::text[])
      union all
      -- What came of it before a person sent it to another address speaks for the address before.
      select lower(s.before), d.recipient, d.edition, s.state_before, d.created_at, d.id
      from send_again s join delivery d on d.id = s.delivery
      where s.taken_back_at is null and lower(s.before) <> lower(s.address)
        and (${among === null} or lower(s.before) = any(${among ?? []}::text[]))
    ), settled as (
      select *, row_number() over (partition by address order by created_at desc, id desc) as nth from sent
      where state in ('accepted', 'bounced') and created_at > coalesce(
        (select max(l.at) from suppression_log l where l.address = sent.address), '-infinity'::timestamptz)
    )
    select address, (array_agg(recipient order by nth))[1] as recipient, array_agg(edition order by nth) as editions,
      max(created_at) as at
    from settled where nth <= ${BOUNCES_IN_A_ROW}
    group by address having count(*) = ${BOUNCES_IN_A_ROW} and bool_and(state = 'bounced')
    order by at desc, address`.execute(db)
  return rows.map(({ editions, ...row }) => ({
    ...row,
    by: null,
    cause: `bounced for good in ${editions.join(' and ')}`,
  }))
}

/** A person decided on it, or a mail to it has bounced: all others need no second look. The state by itself, so that it is found by key. */
const HEEDED: Statement = {
  name: 'heeded-again',
  text: `select w.address from unnest($1::text[]) as w(address)
    where exists (select from suppression_log l where l.address = w.address)
      or exists (select from addressee a where lower(a.email) = w.address and 'bounced' =
        (select d.state from delivery d where d.edition = a.edition and d.recipient = a.recipient and d.version = a.version))
      or exists (select from address_correction c where lower(c.email) = w.address and 'bounced' =
        (select d.state from delivery d where d.edition = c.edition and d.recipient = c.recipient))
      or exists (select from send_again s where lower(s.before) = w.address and s.state_before = 'bounced')`,
}

/** Why nothing is to be sent to these addresses now; null for each that may be written to. */
export async function suppressedAmong(
  { db, prepared }: Pick<OpenDatabase, 'db' | 'prepared'>,
  addresses: string[],
): Promise<(Suppression | null)[]> {
  const lower = addresses.map(address => address.toLowerCase())
  const heeded = await prepared.run<{ address: string }>(HEEDED, [[...new Set(lower)]])
  if (heeded.length === 0) return addresses.map(() => null)
  const found = await suppressionsOf(
    db,
    heeded.map(row => row.address),
  )
  return lower.map(address => found.get(address) ?? null)
}

async function suppressionsOf(db: Database, addresses: string[]): Promise<Map<string, Suppression>> {
  const { rows } = await sql<Suppression>`
    select address, recipient, cause, by_email as by, at from (
      select distinct on (address) * from suppression_log where address = any(${addresses}::text[]) order by address, id desc
    ) last where decision = 'suppress'`.execute(db)
  const held = await heldAddresses(db, addresses)
  return new Map([...held, ...rows].map(one => [one.address, one]))
}

/**
 * Keeps what a person decided on an address. To write to it again also lets go what was held back on its account in
 * editions that are still of use: those deliveries are due now. Returns their ids.
 */
export async function decideSuppression(db: Database, decision: SuppressionDecision): Promise<string[]> {
  return db.transaction().execute(trx => decideIn(trx, decision))
}

/** The same within a transaction. */
export async function decideIn(trx: Database, decision: SuppressionDecision): Promise<string[]> {
  const { by, at, ...rest } = decision
  const address = decision.address.toLowerCase()
  await trx
    .insertInto('suppression_log')
    .values({ ...rest, address, by_email: by, at })
    .execute()
  if (decision.decision === 'suppress') return []
  const { rows } = await sql<{ id: string }>`
      update delivery d set state = 'pending', due_at = ${at}, claimed_until = null
      from edition e, addressee a
      where e.id = d.edition and a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
        and d.state = 'suppressed' and e.expires_at > ${at}
        and lower(coalesce((select c.email from address_correction c
          where c.edition = d.edition and c.recipient = d.recipient), a.email)) = ${address}
        and exists (select from attempt t where t.delivery = d.id and t.number = d.attempts and t.outcome = 'suppressed'
          and t.reply like any (array['held back until%', 'suppressed: %']))
      returning d.id`.execute(trx)
  await settle(
    trx,
    sql`f.reason = 'suppressed' and exists (select from delivery d
      where d.id = any(${rows.map(({ id }) => id)}::text[]) and d.edition = f.edition and d.recipient = f.recipient)`,
    at,
  )
  return rows.map(({ id }) => id)
}
