import { sql } from 'kysely'
import { DELIVERY_STATES, type DeliveryState } from '../../model/delivery/delivery.js'
import type { EditionKind, StopCause } from '../../model/editions/edition.js'
import { type EditionFacts, type EditionState, editionState } from '../../model/editions/state.js'
import { type Decided, finalDecision } from '../../model/sign-off/sign-off.js'
import type { Database } from '../server/database.js'
import { decisionsOn } from '../sign-off/decisions.js'

/** All editions with their derived state, newest first. */
export async function listEditions(db: Database, now: Date): Promise<EditionRow[]> {
  const ids = await db.selectFrom('edition').select('id').orderBy(sql`id collate "C"`, 'desc').execute()
  const rows = await Promise.all(ids.map(({ id }) => findEdition(db, id, now)))
  return rows.filter(row => row !== null)
}

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

/** An edition with its derived state at `now`, or null. */
export async function findEdition(db: Database, id: string, now: Date): Promise<EditionRow | null> {
  const row = await db
    .selectFrom('edition')
    .leftJoin('frozen', join =>
      join.onRef('frozen.edition', '=', 'edition.id').onRef('frozen.version', '=', 'edition.version'),
    )
    .where('edition.id', '=', id)
    .selectAll('edition')
    .select(['frozen.hash', 'frozen.frozen_at', 'frozen.send_at', 'frozen.closes_at'])
    .select('frozen.approvals_required')
    .executeTakeFirst()
  if (!row) return null
  const decisions = await decisionsOn(db, id, row.version)
  const approvalsRequired = row.approvals_required ?? 1
  const counts = await deliveryCounts(db, id)
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
    id,
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

async function deliveryCounts(db: Database, edition: string): Promise<Record<DeliveryState, number>> {
  const rows = await db
    .selectFrom('delivery')
    .where('edition', '=', edition)
    .groupBy('state')
    .select(['state', eb => eb.fn.countAll<number>().as('n')])
    .execute()
  const none = Object.fromEntries(DELIVERY_STATES.map(state => [state, 0])) as Record<DeliveryState, number>
  return Object.assign(none, Object.fromEntries(rows.map(row => [row.state, Number(row.n)])))
}
