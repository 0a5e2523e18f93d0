import type { Audience } from '../../model/editions/audience.js'
import type { EditionContent, EditionKind } from '../../model/editions/edition.js'
import type { freeze } from '../../model/editions/freeze.js'
import type { EditionState } from '../../model/editions/state.js'
import type { Database } from '../server/database.js'
import { type EditionRow, findEdition } from './editions.js'

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
 * Stores a frozen edition in one transaction: content, audience, exclusions, items. An equal version that can still be sent stays with its approvals;
 * only its drafter is added. Returns the state that forbids it when the edition was approved or sent.
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
    // An edition stopped before it left may be drafted anew: a new version with its own sign-off.
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

/** Whether content, audience, slot and number of approvals are what approvers were told. */
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
    salutation: JSON.stringify(salutation),
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

/** Locks the edition's row until the transaction ends: one decision, freeze or dispatch at a time. Rows that refer to it may still be added. */
export async function lockEdition(trx: Database, edition: string) {
  await trx.selectFrom('edition').where('id', '=', edition).select('id').forNoKeyUpdate().execute()
}

function chunks<T>(rows: T[], size = 1000): T[][] {
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, index) =>
    rows.slice(index * size, (index + 1) * size),
  )
}

/** Stores who drafted the content with this hash; the same person counts once. */
export async function keepDrafter(
  trx: Database,
  { edition, hash, by, now }: { edition: string; hash: string; by: string; now: Date },
): Promise<void> {
  await trx
    .insertInto('draft_log')
    .values({ edition, hash, by_email: by, at: now })
    .onConflict(conflict => conflict.doNothing())
    .execute()
}
