import { type Kysely, sql } from 'kysely'

/** The links by which staff log in, and their sessions. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Neither a link nor a cookie is here: id_hash is the SHA-256 of its random part, the rest is an HMAC over this row.
  // ended_at: when the link was used, or the session was left.
  `create table pass (
    id_hash text primary key,
    purpose text not null check (purpose in ('link', 'session')),
    person text not null,
    email text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    ended_at timestamptz
  )`,
  `create index pass_expires on pass (expires_at)`,
]
