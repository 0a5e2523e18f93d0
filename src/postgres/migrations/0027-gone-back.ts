import { type Kysely, sql } from 'kysely'

/**
 * A ledger may be older than what was done with it. `seen` counts up as mails leave, `awaits` says why a person has to take over, and
 * `resumed_at` when somebody last said that an edition goes on.
 */
export async function up(db: Kysely<never>) {
  await sql`alter table instance add column seen bigint not null default 0, add column awaits text
    check (awaits in ('elsewhere', 'copied', 'older', 'restored', 'moved', 'left'))`.execute(db)
  await sql`alter table edition add column resumed_at timestamptz`.execute(db)
  await sql`alter table edition drop constraint edition_stop_cause_check, add constraint edition_stop_cause_check
    check (stop_cause in ('person', 'refusal', 'gone-back'))`.execute(db)
}
