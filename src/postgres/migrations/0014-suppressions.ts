import { type Kysely, sql } from 'kysely'

/** Addresses that people decided not to write to, or to write to again: every decision, the last one counts. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // address: in lower case. recipient: the roster's id when it was decided about somebody in it.
  `create table suppression_log (
    id bigint generated always as identity primary key,
    address text not null,
    recipient text,
    decision text not null check (decision in ('suppress', 'write')),
    cause text not null,
    by_email text not null,
    at timestamptz not null
  )`,
  `create index suppression_log_address on suppression_log (address, id)`,
  // What became of earlier mails to an address is asked before each attempt.
  `create index addressee_email on addressee (lower(email))`,
  `create index address_correction_email on address_correction (lower(email))`,
]
