import { type Kysely, sql } from 'kysely'

/** Where this ledger lives, one row for each time that somebody took it over; the last one counts. */
export async function up(db: Kysely<never>) {
  await sql
    .raw(
      `create table instance (
        id bigint generated always as identity primary key,
        database text not null,
        folder text,
        path text,
        since timestamptz not null,
        by_email text
      )`,
    )
    .execute(db)
}
