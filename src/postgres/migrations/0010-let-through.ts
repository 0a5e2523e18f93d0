import { type Kysely, sql } from 'kysely'

/** Who let an urgent update go without one of its languages, and who cancelled an edition: both append-only. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const appendOnly = (table: string) => [
  `create trigger append_only before update or delete on ${table} for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on ${table} execute function refuse_change()`,
]

const STATEMENTS = [
  // hash: of the content of that revision, so that another text needs another decision.
  `create table let_through_log (
    hash text primary key,
    update_id text not null,
    missing text not null check (missing in ('fr', 'nl')),
    file text not null,
    by_email text not null,
    reason text not null,
    at timestamptz not null
  )`,
  ...appendOnly('let_through_log'),
  // As sign_link: the token is nowhere.
  `create table let_through_link (
    id_hash text primary key,
    person text not null,
    update_id text not null,
    hash text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  `create table cancel_log (
    edition text primary key references edition (id),
    version integer not null,
    by_email text not null,
    reason text not null,
    at timestamptz not null
  )`,
  ...appendOnly('cancel_log'),
]
