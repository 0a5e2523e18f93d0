import { sql } from 'kysely'
import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Audience } from '../../model/editions/audience.js'
import type { EditionContent, EditionKind, StopCause } from '../../model/editions/edition.js'
import { audienceHash, contentHashOf, editionHash, type freeze } from '../../model/editions/freeze.js'
import { type EditionFacts, type EditionState, editionState } from '../../model/editions/state.js'
import { type Decided, finalDecision } from '../../model/sign-off/sign-off.js'
import type { Database } from '../server/database.js'
import { decisionsOn } from '../sign-off/decisions.js'
import { addresseesOf, exclusionsOf } from './audiences.js'
import { keepDrafter } from './drafters.js'

export type EditionRow = {
  id: string
  kind: EditionKind
  state: EditionState
  version: number
  hash: string | null
  frozenAt: Date | null
  /** The send slot of the current version, and until when it can be signed off. */
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
  const ids = await db.selectFrom('edition').select('id').orderBy(sql`id collate "C"`, 'desc').execute()
  const rows = await Promise.all(ids.map(({ id }) => findEdition(db, id, now)))
  return rows.filter(row => row !== null)
}

/** One edition with its derived state at `now`, or null. */
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
  const none = {
    pending: 0,
    deferred: 0,
    accepted: 0,
    bounced: 0,
    'in-doubt': 0,
    'gave-up': 0,
    suppressed: 0,
  }
  return Object.assign(none, Object.fromEntries(rows.map(row => [row.state, Number(row.n)])))
}

export type Freezing = {
  edition: string
  kind: EditionKind
  content: EditionContent
  audience: Audience
  frozen: ReturnType<typeof freeze>
  preparedBy: string | null
  now: Date
  sendAt: Date
  closesAt: Date
  approvalsRequired: number
}

/**
 * Keeps a frozen edition, in one transaction: content, audience, exclusions, items. What is frozen already, and can still be sent as it is,
 * stays as it is, with its approvals: only its drafter is kept. Returns the state that forbids it, when the edition has been approved or sent.
 */
export async function keepFrozen(
  db: Database,
  freezing: Freezing,
): Promise<{ version: number } | { refused: EditionState }> {
  const { edition, kind, now } = freezing
  return db.transaction().execute(async trx => {
    await trx
      .insertInto('edition')
      .values({ id: edition, kind, prepared_by: freezing.preparedBy, created_at: now, stop_reason: null })
      .onConflict(conflict => conflict.doNothing())
      .execute()
    await lockEdition(trx, edition)
    const row = await findEdition(trx, edition, now)
    if (!row) throw new Error(`edition ${edition} vanished`)
    // What was stopped before it left may be drafted anew: that is a new version, with a sign-off of its own.
    const isHeldBack = row.state === 'paused' && !row.dispatchedAt
    // decision 28
    if (isSameAgain(row, freezing) && (isHeldBack || ['awaiting-sign-off', 'approved'].includes(row.state))) {
      await keepDraftedBy(trx, freezing)
      return { version: row.version }
    }
    if (!isHeldBack && !['draft', 'awaiting-sign-off', 'rejected', 'expired'].includes(row.state))
      return { refused: row.state }
    const version = row.version + 1
    await insertFrozen(trx, freezing, version)
    await keepDraftedBy(trx, freezing)
    await trx
      .updateTable('edition')
      .set({
        version,
        prepared_by: freezing.preparedBy ?? row.preparedBy,
        expires_at: null,
        ...(isHeldBack ? { stopped_at: null, stop_reason: null, stop_cause: null } : {}),
        communes: freezing.content.onlyFor ?? null,
      })
      .where('id', '=', edition)
      .execute()
    return { version }
  })
}

/** The same content and audience, on the terms that approvers were told: its slot and how many must approve. */
function isSameAgain(
  { hash, kind, sendAt, approvalsRequired }: EditionRow,
  { frozen, ...terms }: Pick<Freezing, 'frozen' | 'sendAt' | 'approvalsRequired'>,
): boolean {
  const hasSameSlot = kind !== 'regular' || sendAt === null || sendAt.getTime() === terms.sendAt.getTime()
  return hash === frozen.hash && approvalsRequired === terms.approvalsRequired && hasSameSlot
}

async function keepDraftedBy(trx: Database, { edition, frozen, preparedBy, now }: Freezing) {
  if (preparedBy !== null) await keepDrafter(trx, { edition, hash: frozen.hash, by: preparedBy, now })
}

async function insertFrozen(
  trx: Database,
  { edition, content, audience, frozen, now, sendAt, closesAt, approvalsRequired }: Freezing,
  version: number,
) {
  await trx
    .insertInto('frozen')
    .values({
      edition,
      version,
      hash: frozen.hash,
      content_hash: frozen.contentHash,
      audience_hash: frozen.audienceHash,
      content: frozen.canonicalContent,
      candidates: audience.candidates,
      frozen_at: now,
      send_at: sendAt,
      closes_at: closesAt,
      approvals_required: approvalsRequired,
    })
    .execute()
  const items = content.items.map(item => ({
    edition,
    version,
    update_id: item.update.id,
    revision: item.revision,
    section: item.section,
  }))
  for (const chunk of chunks(items)) await trx.insertInto('frozen_item').values(chunk).execute()
  const addressees = audience.addressees.map(({ id, salutation, also, ...rest }) => ({
    edition,
    version,
    recipient: id,
    salutation_fr: salutation.fr,
    salutation_nl: salutation.nl,
    also: also ? JSON.stringify(also) : null,
    ...rest,
  }))
  for (const chunk of chunks(addressees)) await trx.insertInto('addressee').values(chunk).execute()
  const exclusions = audience.exclusions.map(({ standsFor, ...exclusion }) => ({
    edition,
    version,
    ...exclusion,
    stands_for: standsFor ?? null,
  }))
  for (const chunk of chunks(exclusions)) await trx.insertInto('exclusion').values(chunk).execute()
}

/** Holds the edition's row until the transaction ends: one decision, one freeze, one dispatch at a time; what refers to it may be added meanwhile. */
export async function lockEdition(trx: Database, edition: string) {
  await trx.selectFrom('edition').where('id', '=', edition).select('id').forNoKeyUpdate().execute()
}

/** The frozen content of a version, or null when its bytes no longer have the hash that was signed. */
export async function frozenContent(
  db: Database,
  edition: string,
  version: number,
): Promise<EditionContent | null> {
  const row = await db
    .selectFrom('frozen')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select(['content', 'content_hash', 'audience_hash', 'hash'])
    .executeTakeFirst()
  if (!row) return null
  const intact =
    contentHashOf(row.content) === row.content_hash &&
    editionHash(row.content_hash, row.audience_hash) === row.hash
  return intact ? (JSON.parse(row.content) as EditionContent) : null
}

/** The frozen content of a version whose very hash is approved, by as many as must and not withdrawn; null: nothing of it may be sent. */
export async function signedContent(
  db: Database,
  edition: string,
  version: number,
): Promise<EditionContent | null> {
  const frozen = await db
    .selectFrom('frozen')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select(['hash', 'approvals_required'])
    .executeTakeFirst()
  if (!frozen) return null
  const decisions = (await decisionsOn(db, edition, version)).filter(({ hash }) => hash === frozen.hash)
  const isApproved = finalDecision(decisions, frozen.approvals_required) === 'approve'
  return isApproved ? frozenContent(db, edition, version) : null
}

/** The hash that the stored rows of a version have now: content and audience, read again from the first byte to the last. */
export async function hashOfRows(db: Database, edition: string, version: number): Promise<string | null> {
  const row = await db
    .selectFrom('frozen')
    .where('edition', '=', edition)
    .where('version', '=', version)
    .select('content')
    .executeTakeFirst()
  if (!row) return null
  const lines = audienceHash()
  for await (const addressee of addresseesOf(db, edition, version)) lines.addressee(addressee)
  for (const exclusion of await exclusionsOf(db, edition, version)) lines.exclusion(exclusion)
  return editionHash(contentHashOf(row.content), lines.digest())
}

function chunks<T>(rows: T[], size = 1000): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  )
}
