import { type Kysely, sql } from 'kysely'

/** When this ledger was put back from a backup, and whether it knows what left since that was made: append-only. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // knows_since: all that left since made_at was carried over from the ledger that it replaced.
  `create table restore_log (
    id bigint generated always as identity primary key,
    made_at timestamptz not null,
    restored_at timestamptz not null,
    knows_since boolean not null,
    by_email text
  )`,
  'create trigger append_only before update or delete on restore_log for each row execute function refuse_change()',
  'create trigger append_only_truncate before truncate on restore_log execute function refuse_change()',
]
