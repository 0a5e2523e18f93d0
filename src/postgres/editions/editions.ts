import { type RawBuilder, sql } from 'kysely'
import { DELIVERY_STATES, type DeliveryState } from '../../model/delivery/delivery.js'
import type { EditionKind, StopCause } from '../../model/editions/edition.js'
import { type EditionFacts, type EditionState, editionState } from '../../model/editions/state.js'
import { type Decided, finalDecision } from '../../model/sign-off/sign-off.js'
import type { Database } from '../server/database.js'

export type EditionRow = {
  id: string
  kind: EditionKind
  state: EditionState
  version: number
  hash: string | null
  frozenAt: Date | null
  /** The send slot of the current version, and when its sign-off closes. */
  sendAt: Date | null
  closesAt: Date | null
  /** The decisions on the current version, in order. */
  decisions: Decided[]
  approvalsRequired: number
  preparedBy: string | null
  dispatchedAt: Date | null
  stoppedAt: Date | null
  stopReason: string | null
  stopCause: StopCause | null
  counts: Record<DeliveryState, number>
}

/** All editions with their derived state, newest first. */
export async function listEditions(db: Database, now: Date): Promise<EditionRow[]> {
  const rows = await selected(db).orderBy(sql`edition.id collate "C"`, 'desc').execute()
  return rows.map(row => toEdition(row, now))
}

/** An edition with its derived state at `now`, or null. */
export async function findEdition(db: Database, id: string, now: Date): Promise<EditionRow | null> {
  const row = await selected(db).where('edition.id', '=', id).executeTakeFirst()
  return row ? toEdition(row, now) : null
}

/** Those of these names that there are, in the order of the names. */
export async function findEditions(db: Database, ids: string[], now: Date): Promise<EditionRow[]> {
  if (ids.length === 0) return []
  const rows = await selected(db).where('edition.id', 'in', ids).execute()
  const found = new Map(rows.map(row => [row.id, toEdition(row, now)]))
  return ids.flatMap(id => found.get(id) ?? [])
}

/** Those of which a condition on `edition` holds, by name. */
export async function editionsWhere(
  db: Database,
  holds: RawBuilder<boolean>,
  now: Date,
): Promise<EditionRow[]> {
  const rows = await selected(db).where(holds).orderBy('edition.id').execute()
  return rows.map(row => toEdition(row, now))
}

type Decision = Omit<Decided, 'at'> & { at: string }

/** One statement, however many editions: a list of a hundred asks no more often than a page of one. */
const selected = (db: Database) =>
  db
    .selectFrom('edition')
    .leftJoin('frozen', join =>
      join.onRef('frozen.edition', '=', 'edition.id').onRef('frozen.version', '=', 'edition.version'),
    )
    .selectAll('edition')
    .select(['frozen.hash', 'frozen.frozen_at', 'frozen.send_at', 'frozen.closes_at'])
    .select('frozen.approvals_required')
    .select([
      sql<Decision[]>`coalesce((
        select json_agg(json_build_object('decision', s.decision, 'by', s.by_email, 'hash', s.hash,
          'comment', s.comment, 'at', s.decided_at) order by s.id)
        from sign_off s where s.edition = edition.id and s.version = edition.version), '[]')`.as('decisions'),
      sql<Partial<Record<DeliveryState, number>>>`coalesce((
        select json_object_agg(state, n) from (
          select state, count(*) as n from delivery d where d.edition = edition.id group by state) counted),
        '{}')`.as('counts'),
    ])

const NONE = Object.fromEntries(DELIVERY_STATES.map(state => [state, 0])) as Record<DeliveryState, number>

function toEdition(
  row: Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number],
  now: Date,
): EditionRow {
  const decisions = row.decisions.map(({ at, ...decided }) => ({ ...decided, at: new Date(at) }))
  const approvalsRequired = row.approvals_required ?? 1
  const counts = { ...NONE, ...row.counts }
  const facts: EditionFacts = {
    cancelledAt: row.cancelled_at,
    dispatchedAt: row.dispatched_at,
    stoppedAt: row.stopped_at,
    closesAt: row.closes_at,
    version: row.version,
    decision: finalDecision(decisions, approvalsRequired),
    open: counts.pending + counts.deferred,
  }
  return {
    id: row.id,
    kind: row.kind,
    state: editionState(facts, now),
    version: row.version,
    hash: row.hash,
    frozenAt: row.frozen_at,
    sendAt: row.send_at,
    closesAt: row.closes_at,
    decisions,
    approvalsRequired,
    preparedBy: row.prepared_by,
    dispatchedAt: row.dispatched_at,
    stoppedAt: row.stopped_at,
    stopReason: row.stop_reason,
    stopCause: row.stop_cause,
    counts,
  }
}
