import { sql } from 'kysely'
import type { MandateRole } from '../../model/agency/role-names.js'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Database } from '../server/database.js'
import { byName, folded, patternsOf } from '../server/reading-order.js'

/** Narrows an edition's deliveries; `words`: each is part of a name, an address or an id. Empty narrows nothing. */
export type DeliveryChoice = {
  state: DeliveryState | null
  communes: string[] | null
  words: string[]
  page: number
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

/** Deliveries on one page. */
export const PAGE_ROWS = 50

/** One page of an edition's deliveries, by name as a Belgian reader expects, and whether there is a next page. */
export async function listedDeliveries(
  db: Database,
  edition: string,
  { state, communes, words, page }: DeliveryChoice,
): Promise<{ rows: ListedDelivery[]; hasMore: boolean }> {
  const order = await byName(db, sql`a.name`)
  const patterns = patternsOf(words)
  const { rows } = await sql<ListedDelivery>`
    select d.id, d.recipient, d.commune, d.state, a.name, a.role, coalesce(c.email, a.email) as address, d.attempts,
      last.started_at as at, last.reply_code as "replyCode", last.reply
    from delivery d
    join addressee a on a.edition = d.edition and a.version = d.version and a.recipient = d.recipient
    left join address_correction c on c.edition = d.edition and c.recipient = d.recipient
    left join attempt last on last.delivery = d.id and last.number = d.attempts
    where d.edition = ${edition}
      and (${state}::text is null or d.state = ${state})
      and (${communes}::text[] is null or d.commune = any(${communes}))
      and (select coalesce(bool_and(${folded(sql`a.name`)} like ${folded(sql`p`)} or coalesce(c.email, a.email) ilike p or d.recipient ilike p), true)
        from unnest(${patterns}::text[]) p)
    order by ${order}, d.id limit ${PAGE_ROWS + 1} offset ${page * PAGE_ROWS}`.execute(db)
  return { rows: rows.slice(0, PAGE_ROWS), hasMore: rows.length > PAGE_ROWS }
}
