import { sql } from 'kysely'
import type { Database } from '../server/database.js'
import { OPEN } from './states.js'

/**
 * What is open of an edition. `busy`: due, or in a worker's hands; `soon`: pending and due within a time; `next` and `until`: when the first and
 * the last of all that are open are due, null when none is.
 */
export type LeftToSend = {
  busy: number
  soon: number
  pending: number
  deferred: number
  next: Date | null
  until: Date | null
}

const NOTHING: LeftToSend = { busy: 0, soon: 0, pending: 0, deferred: 0, next: null, until: null }

/** Counts what is open of an edition; what is stopped and in nobody's hands is neither busy nor soon. `soonMs`: how near soon is. */
export async function leftToSend(db: Database, edition: string, now: Date, soonMs = 0): Promise<LeftToSend> {
  const by = new Date(now.getTime() + soonMs)
  const { rows } = await sql<LeftToSend>`
    select count(*) filter (where d.claimed_until > clock_timestamp() or (d.due_at <= ${now} and e.stopped_at is null))::int as busy,
      count(*) filter (where d.state = 'pending' and d.due_at <= ${by} and e.stopped_at is null)::int as soon,
      count(*) filter (where d.state = 'pending')::int as pending,
      count(*) filter (where d.state = 'deferred')::int as deferred,
      min(d.due_at) as next, max(d.due_at) as until
    from delivery d join edition e on e.id = d.edition
    where d.edition = ${edition} and d.state in ${OPEN}`.execute(db)
  return rows[0] ?? NOTHING
}
