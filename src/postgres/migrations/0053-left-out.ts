import { type Kysely, sql } from 'kysely'

/**
 * An update whose file went holds up the draft until a person says what is meant (decision 51). What was gone before holds up nothing: an
 * edition has carried it, and its editors were asked. left_out_log: who left what out on purpose, append-only.
 */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table dropped_file add column awaits_answer boolean not null default false',
  `create table left_out_log (
    id bigint generated always as identity primary key,
    update_id text not null,
    revision integer not null,
    file text not null,
    by_email text not null,
    reason text not null,
    at timestamptz not null
  )`,
  'create trigger append_only before update or delete on left_out_log for each row execute function refuse_change()',
  'create trigger append_only_truncate before truncate on left_out_log execute function refuse_change()',
]
