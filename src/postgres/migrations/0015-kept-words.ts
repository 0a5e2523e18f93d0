import { type Kysely, sql } from 'kysely'

/** Until when people's words are kept, and the addresses that they tell us. */
export async function up(db: Kysely<never>) {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // new_address: where somebody wants our mails from now on, as their reply or their responder says.
  `alter table report add column new_address text`,
  `create index report_recorded on report (recorded_at)`,
  // A person's confirmation that the roster's address of somebody changes.
  `create table address_change_log (
    id bigint generated always as identity primary key,
    recipient text not null,
    before text not null,
    after text not null,
    follow_up bigint references follow_up (id),
    by_email text not null,
    at timestamptz not null
  )`,
  `create index address_change_recipient on address_change_log (recipient, id)`,
  `create trigger append_only before update or delete on address_change_log for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on address_change_log execute function refuse_change()`,
  `create trigger append_only before update or delete on suppression_log for each row execute function refuse_change()`,
  `create trigger append_only_truncate before truncate on suppression_log execute function refuse_change()`,
]
