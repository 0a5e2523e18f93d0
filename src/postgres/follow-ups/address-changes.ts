import { sql } from 'kysely'
import type { Database } from '../server/database.js'
import type { AddressChange, PlannedChange } from './planned-address-changes.js'

/** The address that somebody gave last as their new one, in answer to this edition's mail; null when they gave none, or there is no edition. */
export async function proposedAddress(
  db: Database,
  { edition, recipient }: { edition: string | null; recipient: string },
): Promise<string | null> {
  const { rows } = await sql<{ new_address: string }>`
    select r.new_address from report r join delivery d on d.id = r.delivery
    where d.edition = ${edition} and d.recipient = ${recipient} and r.new_address is not null
    order by coalesce(r.sent_at, r.recorded_at) desc, r.id desc limit 1`.execute(db)
  return rows[0]?.new_address ?? null
}

/** Plans neither kept nor dropped, in order: in progress, or left by a crash. */
export async function plannedAddressChanges(db: Database): Promise<PlannedChange[]> {
  const rows = await db.selectFrom('address_change_plan').selectAll().orderBy('id').execute()
  return rows.map(toChange)
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
  return rows.map(({ id: _, ...row }) => toChange(row))
}

function toChange<T extends { follow_up: bigint | number | string | null; by_email: string }>(row: T) {
  const { follow_up, by_email, ...rest } = row
  return { ...rest, followUp: follow_up === null ? null : String(follow_up), by: by_email }
}
