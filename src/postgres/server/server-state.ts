import { sql } from 'kysely'
import type { ServerState } from '../../model/operations/instance.js'
import { OPEN } from '../delivery/states.js'
import type { Database } from './database.js'

/** When the answering server was started: it differs after each start and on another server. Every role may ask. */
export const LIFE = `extract(epoch from pg_postmaster_start_time())::text`

/** Counts what is on disk, not what is written: a crash may lose the rest, but no commit of ours. */
const STATE = `
  select ${LIFE} as life, ('x' || left(pg_walfile_name(pg_current_wal_flush_lsn()), 8))::bit(32)::integer as timeline,
    (pg_current_wal_flush_lsn() - '0/0')::bigint as lsn, current_setting('synchronous_standby_names') <> '' as "isReplicated"`

/** How far the server has come. Throws when it doesn't answer. Null: it hides this from the role, as some hosted ones do. */
export async function serverState(db: Database): Promise<ServerState | null> {
  try {
    return (await sql.raw<ServerState>(STATE).execute(db)).rows[0] ?? null
  } catch (error) {
    const { code = '' } = error as { code?: string }
    if (NOT_TOLD.includes(code)) return null
    throw error
  }
}

/** Insufficient privilege, no such function, not supported, not in this state (PostgreSQL, appendix A). */
const NOT_TOLD = ['42501', '42883', '0A000', '55000']

/** In days: a version approved earlier that never left was abandoned, not lost. */
const TO_LEAVE_DAYS = 31

/** Whether mails are in flight or waiting, so that they may have left before a failover. */
export async function hasUnsent(db: Database, now: Date): Promise<boolean> {
  const { rows } = await sql<{ has: boolean }>`
    select exists (select from delivery where state in ${OPEN})
      or exists (select from edition e join sign_off s on s.edition = e.id and s.version = e.version and s.decision = 'approve'
        where e.dispatched_at is null and e.cancelled_at is null
          and s.decided_at > ${now}::timestamptz - make_interval(days => ${TO_LEAVE_DAYS})) as has`.execute(
    db,
  )
  return rows[0]?.has ?? false
}

/** Records the timeline on which a settling was last used. */
export async function noteServer(
  db: Database,
  settling: string,
  { timeline, isReplicated }: ServerState,
): Promise<void> {
  await db
    .updateTable('instance')
    .set({ timeline, replicated: isReplicated })
    .where('id', '=', settling)
    .execute()
}
