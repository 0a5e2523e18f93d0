import { sql } from 'kysely'
import { BOUNCES_IN_A_ROW, type Suppression } from '../../model/delivery/suppression.js'
import type { Database, OpenDatabase } from '../server/database.js'
import type { Statement } from '../server/prepared.js'

export type SuppressionDecision = {
  address: string
  recipient: string | null
  /** Concerns only this person, of all with the address. */
  onlyRecipient?: boolean
  decision: 'suppress' | 'write'
  cause: string
  by: string
  at: Date
}

/** The last decision per address, and per person of several with one address. */
const LAST = sql`
  select distinct on (only_recipient, whom) * from (
    select *, case when only_recipient then recipient else address end as whom from suppression_log) each
  order by only_recipient, whom, id desc`

/** Addresses and people that a person suppressed, the latest decision first. */
export async function decidedSuppressions(db: Database): Promise<Suppression[]> {
  const { rows } = await sql<DecidedRow>`
    select address, recipient, cause, by_email as by, at, only_recipient as "onlyRecipient" from (${LAST}) last
    where decision = 'suppress' order by at desc, address`.execute(db)
  return rows.map(toSuppression)
}

type DecidedRow = Suppression & { onlyRecipient: boolean }

const toSuppression = ({ onlyRecipient, ...rest }: DecidedRow): Suppression =>
  onlyRecipient ? { ...rest, onlyRecipient } : rest

/** Addresses in lower case, and ids of recipients, that are kept out of an audience. */
export async function suppressedAddresses(db: Database): Promise<Set<string>> {
  const decided = await decidedSuppressions(db)
  return new Set(decided.map(one => (one.onlyRecipient && one.recipient ? one.recipient : one.address)))
}

/** Every decision on an address, and on people who had it, the latest first. */
export async function decisionsOn(db: Database, address: string): Promise<SuppressionDecision[]> {
  const { rows } = await sql<SuppressionDecision & { onlyRecipient: boolean }>`
    select address, recipient, decision, cause, by_email as by, at, only_recipient as "onlyRecipient" from suppression_log
    where address = ${address.toLowerCase()} order by id desc`.execute(db)
  return rows.map(({ onlyRecipient, ...rest }) => (onlyRecipient ? { ...rest, onlyRecipient } : rest))
}

/** Whether the last decision on an address, for all who have it, suppresses it. */
export async function isAddressSuppressed(db: Database, address: string): Promise<boolean> {
  const [last] = (await decisionsOn(db, address)).filter(({ onlyRecipient }) => !onlyRecipient)
  return last?.decision === 'suppress'
}

/** The recipients among these that a person suppressed, at any address. */
export async function suppressedRecipients(db: Database, among: string[]): Promise<string[]> {
  const decided = await decidedSuppressions(db)
  return decided.flatMap(one =>
    one.onlyRecipient && one.recipient && among.includes(one.recipient) ? [one.recipient] : [],
  )
}

/**
 * Addresses whose last mails all bounced, in session or by report, since a person's last decision on them. An edition counts once for all people with
 * the address. Derived from deliveries, so the order of events doesn't matter. Only among `among`, in lower case; null: all.
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
    ), by_edition as (
      select address, edition, (array_agg(recipient order by id))[1] as recipient, max(created_at) as created_at,
        max(id) as id, bool_and(state = 'bounced') as bounced
      from sent where state in ('accepted', 'bounced') and created_at > coalesce(
        (select max(l.at) from suppression_log l where l.address = sent.address and not l.only_recipient), '-infinity'::timestamptz)
      group by address, edition
    ), settled as (
      select *, row_number() over (partition by address order by created_at desc, id desc) as nth from by_edition
    )
    select address, (array_agg(recipient order by nth))[1] as recipient, array_agg(edition order by nth) as editions,
      max(created_at) as at
    from settled where nth <= ${BOUNCES_IN_A_ROW}
    group by address having count(*) = ${BOUNCES_IN_A_ROW} and bool_and(bounced)
    order by at desc, address`.execute(db)
  return rows.map(({ editions, ...row }) => ({
    ...row,
    by: null,
    cause: `bounced for good in ${editions.join(' and ')}`,
  }))
}

/** Addresses with a decision or a bounced mail; others need no further query. Compares the state alone, to use the key. */
const HEEDED: Statement = {
  name: 'heeded-people',
  text: `select l.recipient as whom from suppression_log l where l.only_recipient and l.recipient = any($2::text[])
    union select w.address from unnest($1::text[]) as w(address)
    where exists (select from suppression_log l where l.address = w.address and not l.only_recipient)
      or exists (select from addressee a where lower(a.email) = w.address and 'bounced' =
        (select d.state from delivery d where d.edition = a.edition and d.recipient = a.recipient and d.version = a.version))
      or exists (select from address_correction c where lower(c.email) = w.address and 'bounced' =
        (select d.state from delivery d where d.edition = c.edition and d.recipient = c.recipient))
      or exists (select from send_again s where lower(s.before) = w.address and s.state_before = 'bounced')`,
}

/** A mail's address, and the ids of all its person's mandates; none: anybody. */
export type Whom = { address: string; recipients: string[] }

/** Why nothing may be sent there now; null where mail may be sent. */
export async function suppressedAmong(
  { db, prepared }: Pick<OpenDatabase, 'db' | 'prepared'>,
  asked: Whom[],
): Promise<(Suppression | null)[]> {
  const lower = asked.map(({ address }) => address.toLowerCase())
  const recipients = asked.flatMap(one => one.recipients)
  const heeded = await prepared.run<{ whom: string }>(HEEDED, [[...new Set(lower)], [...new Set(recipients)]])
  if (heeded.length === 0) return asked.map(() => null)
  const found = await suppressionsOf(
    db,
    heeded.map(row => row.whom),
  )
  const of = (whom: string) => found.get(whom) ?? null
  return asked.map(({ recipients }, index) => {
    const own = recipients.map(of).find(one => one !== null)
    return own ?? of(lower[index] ?? '')
  })
}

/** By address or by recipient's id, which has no @. */
async function suppressionsOf(db: Database, whom: string[]): Promise<Map<string, Suppression>> {
  const { rows } = await sql<DecidedRow & { whom: string }>`
    select whom, address, recipient, cause, by_email as by, at, only_recipient as "onlyRecipient" from (
      select distinct on (only_recipient, whom) * from (
        select *, address as whom from suppression_log where not only_recipient and address = any(${whom}::text[])
        union all
        select *, recipient from suppression_log where only_recipient and recipient = any(${whom}::text[])) each
      order by only_recipient, whom, id desc) last
    where decision = 'suppress'`.execute(db)
  const addresses = whom.filter(one => one.includes('@'))
  const held = (await heldAddresses(db, addresses)).map(one => [one.address, one] as const)
  return new Map([...held, ...rows.map(({ whom, ...row }) => [whom, toSuppression(row)] as const)])
}
