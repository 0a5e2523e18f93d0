import { type Kysely, sql } from 'kysely'

/** A decision may be about one person of several who have an address: it follows that person, and the others go on. */
export async function up(db: Kysely<never>) {
  await sql`alter table suppression_log add column only_recipient boolean not null default false,
    add constraint suppression_log_whom check (not only_recipient or recipient is not null)`.execute(db)
  await sql`create index suppression_log_recipient on suppression_log (recipient, id) where only_recipient`.execute(
    db,
  )
}
