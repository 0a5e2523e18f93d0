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
  // What differs from a frozen version and was told, to the approvers before its sign-off or to the editors after it.
  `create table change_told (
    edition text not null,
    version integer not null,
    stage text not null check (stage in ('before-sign-off', 'after-sign-off')),
    mark text not null,
    at timestamptz not null,
    primary key (edition, version, stage, mark),
    foreign key (edition, version) references frozen (edition, version)
  )`,
]
