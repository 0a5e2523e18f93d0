import { type Kysely, sql } from 'kysely'

/** With which SECRET a ledger is signed, by a mark that does not tell it; one row for each time that somebody changed it. The last one counts. */
export async function up(db: Kysely<never>) {
  await sql`create table secret_mark (
    number integer primary key,
    mark text not null,
    since timestamptz not null,
    by_email text
  )`.execute(db)
}
