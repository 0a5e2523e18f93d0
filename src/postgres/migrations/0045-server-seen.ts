import { type Kysely, sql } from 'kysely'

/**
 * On which timeline of its server a ledger was last used, and whether a standby had each commit by then. A standby that has taken over without
 * need not have the last of them.
 */
export async function up(db: Kysely<never>) {
  await sql`alter table instance add column timeline integer, add column replicated boolean`.execute(db)
  await sql`alter table instance drop constraint instance_awaits_check, add constraint instance_awaits_check
    check (awaits in ('elsewhere', 'copied', 'older', 'restored', 'moved', 'left', 'failover'))`.execute(db)
}
