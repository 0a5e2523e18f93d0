import { sql } from 'kysely'
import type { MandateRole } from '../../model/agency/role-names.js'
import {
  type Attempt,
  type AttemptOutcome,
  addressOfAttempt,
  type DeliveryState,
  type SentAgain,
} from '../../model/delivery/delivery.js'
import type { Office } from '../../model/editions/audience.js'
import type { Reading } from '../../model/language/language.js'
import type { Database } from '../server/database.js'

export type DeliveryRecord = {
  id: string
  edition: string
  recipient: string
  commune: string
  /** Of the addressee, as frozen. */
  name: string
  role: MandateRole
  languages: Reading
  /** The person's further mandates; mostly empty. */
  also: Pick<Office, 'id' | 'commune' | 'role'>[]
  state: DeliveryState
  messageId: string
  /** The address of the last attempt, or of the next. */
  address: string
  /** In order; empty when no person sent it again. */
  sentAgain: SentAgain[]
  attempts: Attempt[]
}

/** An edition's deliveries with their attempts, by recipient; with an id, that one alone. */
export async function deliveriesOf(
  db: Database,
  edition: string,
  only: string | null = null,
): Promise<DeliveryRecord[]> {
  const rows = await db
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
    .where('d.edition', '=', edition)
    .$if(only !== null, query => query.where('d.id', '=', only))
    .select(eb => eb.fn.coalesce('c.email', 'a.email').as('address'))
    .select([
      'd.id',
      'd.edition',
      'd.recipient',
      'd.commune',
      'a.name',
      'a.role',
      'a.languages',
      'a.also',
      'd.state',
      'd.message_id',
    ])
    .orderBy(sql`d.recipient collate "C"`)
    .execute()
  const attempts = await db
    .selectFrom('attempt')
    .innerJoin('delivery', 'delivery.id', 'attempt.delivery')
    .where('delivery.edition', '=', edition)
    .$if(only !== null, query => query.where('delivery.id', '=', only))
    .selectAll('attempt')
    .orderBy('attempt.number')
    .execute()
  const byDelivery = groupBy(attempts, attempt => attempt.delivery)
  const again = await sentAgainOf(db, edition)
  return rows.map(({ message_id, ...row }) => {
    const sentAgain = again.get(row.id) ?? []
    const attempts = (byDelivery.get(row.id) ?? []).map(attempt => ({
      ...toAttempt(attempt),
      address: addressOfAttempt(attempt.number, row.address, sentAgain),
    }))
    const also = (row.also ?? []).map(({ id, commune, role }) => ({ id, commune, role }))
    return { ...row, also, messageId: message_id, sentAgain, attempts }
  })
}

function toAttempt(row: {
  number: number
  phase: Attempt['phase']
  started_at: Date
  ended_at: Date | null
  outcome: AttemptOutcome | null
  reply_code: number | null
  enhanced_status: string | null
  reply: string | null
}): Omit<Attempt, 'address'> {
  const { number, phase, outcome, reply } = row
  return {
    number,
    phase,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    outcome,
    replyCode: row.reply_code,
    enhancedStatus: row.enhanced_status,
    reply,
  }
}

/** Deliveries by each commune that they reach, also for further mandates of the same person. */
export const HEARD = sql`
  select edition, commune, state from delivery
  union all
  select edition, commune, state from (select distinct d.edition, x.commune, d.state, d.id from exclusion x
    join delivery d on d.edition = x.edition and d.version = x.version and d.recipient = x.stands_for
    where x.reason = 'same-person' and x.commune <> d.commune) elsewhere`

/** How many of an edition's deliveries are in which state, by commune; a person with mandates in two communes counts in both. */
export async function statesByCommune(
  db: Database,
  edition: string,
): Promise<Map<string, Map<DeliveryState, number>>> {
  const { rows } = await sql<{ commune: string; state: DeliveryState; n: number }>`
    select commune, state, count(*) as n from (${HEARD}) h where edition = ${edition} group by commune, state`.execute(
    db,
  )
  const grouped = groupBy(rows, row => row.commune)
  return new Map(
    [...grouped].map(([commune, list]) => [commune, new Map(list.map(row => [row.state, row.n]))]),
  )
}

/** Map.groupBy, which Node has from version 21 on. */
function groupBy<T>(rows: T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const group = groups.get(key(row))
    if (group) group.push(row)
    else groups.set(key(row), [row])
  }
  return groups
}

/** How often, by whom and to where deliveries were sent again, in order, by delivery. */
async function sentAgainOf(db: Database, edition: string): Promise<Map<string, SentAgain[]>> {
  const rows = await db
    .selectFrom('send_again as s')
    .innerJoin('delivery as d', 'd.id', 's.delivery')
    .where('d.edition', '=', edition)
    .selectAll('s')
    .orderBy('s.number')
    .execute()
  const found = new Map<string, SentAgain[]>()
  for (const { delivery, number, attempts, before, address, by_email: by, at, taken_back_at } of rows) {
    const one = { number, attempts, before, address, by, at, takenBackAt: taken_back_at }
    found.set(delivery, [...(found.get(delivery) ?? []), one])
  }
  return found
}
