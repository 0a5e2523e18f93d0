import { type Kysely, sql } from 'kysely'

/** Where this ledger was moved to, without a password: append-only. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table move_log (
    id bigint generated always as identity primary key,
    place text not null,
    at timestamptz not null
  )`,
  'create trigger append_only before update or delete on move_log for each row execute function refuse_change()',
  'create trigger append_only_truncate before truncate on move_log execute function refuse_change()',
]
