import { sql } from 'kysely'
import type { Database } from '../server/database.js'

/** A roster change that a person confirmed. */
export type AddressChange = {
  recipient: string
  before: string
  after: string
  /** The follow-up that caused it; null when a change was taken back. */
  followUp: string | null
  by: string
  at: Date
}

/** A change that will be written into the list, or was, and isn't in the log yet. */
export type PlannedChange = AddressChange & { id: number }

/** Records that a change will be written into the list. */
export async function planAddressChange(db: Database, change: AddressChange): Promise<PlannedChange> {
  const { followUp, by, ...rest } = change
  const { id } = await db
    .insertInto('address_change_plan')
    .values({ ...rest, follow_up: followUp, by_email: by })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { ...change, id }
}

/** Turns a plan into a log entry once the list was written; repeating it does nothing. */
export async function keepPlannedChange(db: Database, plan: number): Promise<void> {
  await sql`
    with done as (delete from address_change_plan where id = ${plan} returning *)
    insert into address_change_log (recipient, before, after, follow_up, by_email, at)
    select recipient, before, after, follow_up, by_email, at from done`.execute(db)
}

/** Removes a plan whose list was not written. */
export async function dropAddressPlan(db: Database, plan: number): Promise<void> {
  await db.deleteFrom('address_change_plan').where('id', '=', plan).execute()
}
