import { type RawBuilder, sql } from 'kysely'
import type { MandateRole } from '../../model/agency/role-names.js'
import { type DeliveryState, WORST_FIRST } from '../../model/delivery/delivery.js'
import type { Database } from '../server/database.js'
import { byName, folded, patternsOf } from '../server/reading-order.js'

/** What a list of deliveries is sorted by; `state`: the worst first, in each by recipient. */
type DeliveryOrder = 'state' | 'person' | 'commune'

/**
 * Narrows an edition's deliveries; `words`: each is part of a name, an address or an id. Empty narrows nothing. `places`: all communes in the
 * reader's order. `after`: the delivery before the page, with its state when that was shown.
 */
export type DeliveryChoice = {
  state: DeliveryState | null
  communes: string[] | null
  words: string[]
  order: DeliveryOrder
  places: string[]
  after: { state: DeliveryState; recipient: string } | null
  limit: number
}

/** A delivery in a list, with the answer to its last attempt; `reply` null: none yet. */
export type ListedDelivery = {
  id: string
  recipient: string
  commune: string
  state: DeliveryState
  name: string
  role: MandateRole
  address: string
  attempts: number
  at: Date | null
  replyCode: number | null
  reply: string | null
}

/** One page of an edition's deliveries, and whether there is a next one. A page in the order of states reads no more rows than it returns. */
export async function listedDeliveries(
  db: Database,
  edition: string,
  choice: DeliveryChoice,
): Promise<{ rows: ListedDelivery[]; hasMore: boolean }> {
  const { limit } = choice
  const rows =
    choice.order === 'state' ? await byState(db, edition, choice) : await sorted(db, edition, choice)
  return { rows: rows.slice(0, limit), hasMore: rows.length > limit }
}

/** A statement a state, until the page is full: each is a walk along an index. */
async function byState(db: Database, edition: string, choice: DeliveryChoice): Promise<ListedDelivery[]> {
  const { after, state } = choice
  const left = after ? WORST_FIRST.slice(WORST_FIRST.indexOf(after.state)) : WORST_FIRST
  const found: ListedDelivery[] = []
  for (const one of left.filter(each => state === null || each === state)) {
    const missing = choice.limit + 1 - found.length
    if (missing <= 0) break
    const from = after?.state === one ? sql`d.recipient > ${after.recipient}` : sql`true`
    const next = await page(
      db,
      edition,
      { ...choice, state: one },
      { from, order: sql`d.recipient`, missing },
    )
    found.push(...next)
  }
  return found
}

async function sorted(db: Database, edition: string, choice: DeliveryChoice): Promise<ListedDelivery[]> {
  const { after, order, places, limit } = choice
  const key =
    order === 'person' ? (await byName(db))(sql`a.name`) : sql`array_position(${places}::text[], a.commune)`
  // The frozen audience never changes, so the place of the last row stays where it was.
  const place = sql`(select ${key} from addressee a join delivery x on x.edition = a.edition and x.version = a.version
    and x.recipient = a.recipient where x.edition = ${edition} and x.recipient = ${after?.recipient ?? ''})`
  const from = after ? sql`(${key}, d.recipient) > (${place}, ${after.recipient})` : sql`true`
  return page(db, edition, choice, { from, order: sql`${key}, d.recipient`, missing: limit + 1 })
}

type Part = { from: RawBuilder<unknown>; order: RawBuilder<unknown>; missing: number }

async function page(
  db: Database,
  edition: string,
  { state, communes, words }: DeliveryChoice,
  { from, order, missing }: Part,
): Promise<ListedDelivery[]> {
  const patterns = patternsOf(words)
  const { rows } = await sql<ListedDelivery>`
    select d.id, d.recipient, d.commune, d.state, a.name, a.role, coalesce(c.email, a.email) as address, d.attempts,
      last.started_at as at, last.reply_code as "replyCode", last.reply
    from delivery d
    join addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
    left join address_correction c on c.edition = d.edition and c.recipient = d.recipient
    left join attempt last on last.delivery = d.id and last.number = d.attempts
    where d.edition = ${edition} and ${from}
      ${state === null ? sql`` : sql`and d.state = ${state}`}
      ${communes === null ? sql`` : sql`and d.commune = any(${communes})`}
      ${patterns.length === 0 ? sql`` : sql`and ${matching(patterns)}`}
    order by ${order} limit ${missing}`.execute(db)
  return rows
}

const matching = (patterns: string[]) => sql`(select bool_and(${folded(sql`a.name`)} like ${folded(sql`p`)}
  or coalesce(c.email, a.email) ilike p or d.recipient ilike p) from unnest(${patterns}::text[]) p)`
