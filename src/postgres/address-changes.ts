import { sql } from 'kysely'
import type { Database } from './database.js'

/** A change of the roster that a person confirmed. */
export type AddressChange = {
  recipient: string
  before: string
  after: string
  /** The follow-up on whose account; null when a change was taken back. */
  followUp: string | null
  by: string
  at: Date
}

/** The address that somebody gave last as their new one, in answer to this edition's mail; null when they gave none. */
export async function proposedAddress(
  db: Database,
  { edition, recipient }: { edition: string; recipient: string },
): Promise<string | null> {
  const { rows } = await sql<{ new_address: string }>`
    select r.new_address from report r join delivery d on d.id = r.delivery
    where d.edition = ${edition} and d.recipient = ${recipient} and r.new_address is not null
    order by coalesce(r.sent_at, r.recorded_at) desc, r.id desc limit 1`.execute(db)
  return rows[0]?.new_address ?? null
}

export async function keepAddressChange(db: Database, change: AddressChange): Promise<void> {
  const { followUp, by, ...rest } = change
  await db
    .insertInto('address_change_log')
    .values({ ...rest, follow_up: followUp, by_email: by })
    .execute()
}

/** The confirmed changes, the latest first. */
export async function addressChanges(
  db: Database,
  recipient: string | null = null,
): Promise<AddressChange[]> {
  const rows = await db
    .selectFrom('address_change_log')
    .$if(recipient !== null, query => query.where('recipient', '=', recipient as string))
    .selectAll()
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ id: _, follow_up, by_email, ...row }) => ({
    ...row,
    followUp: follow_up === null ? null : String(follow_up),
    by: by_email,
  }))
}
