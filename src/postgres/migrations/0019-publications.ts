import { type Kysely, sql } from 'kysely'

/** Who made the web version of an edition public, and who took that back: append-only, the last word of an edition counts. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table publication_log (
    id bigint generated always as identity primary key,
    edition text not null references edition (id),
    action text not null check (action in ('publish', 'withdraw')),
    by_email text not null,
    at timestamptz not null
  )`,
  'create index publication_log_edition on publication_log (edition, id)',
  'create trigger append_only before update or delete on publication_log for each row execute function refuse_change()',
  'create trigger append_only_truncate before truncate on publication_log execute function refuse_change()',
]
