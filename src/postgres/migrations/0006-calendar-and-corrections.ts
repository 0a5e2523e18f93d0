import { type Kysely, sql } from 'kysely'

/** Flashes for some communes only, and addresses that the roster corrected after the freeze. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // NIS codes of the communes to which a flash, or the correction of one, is limited; null: to all.
  `alter table edition add column communes text[]`,
  // The frozen audience stays as it was signed; a delivery without an attempt goes to this address instead.
  `create table address_correction (
    edition text not null references edition (id),
    recipient text not null,
    email text not null,
    at timestamptz not null,
    by text not null check (by in ('roster')),
    primary key (edition, recipient)
  )`,
]
