import { type Kysely, sql } from 'kysely'

/** Who drafted a content of an edition, first or again: all of them are its authors. Append-only. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table draft_log (
    edition text not null references edition (id),
    hash text not null,
    by_email text not null,
    at timestamptz not null,
    primary key (edition, hash, by_email)
  )`,
  'create trigger append_only before update or delete on draft_log for each row execute function refuse_change()',
  'create trigger append_only_truncate before truncate on draft_log execute function refuse_change()',
]
