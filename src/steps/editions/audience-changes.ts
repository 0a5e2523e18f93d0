import type { AudienceSource } from '../../postgres/editions/audience-places.js'
import { type ChangedPlace, changedPlaces } from '../../postgres/editions/changed-places.js'
import { sentBefore } from '../../postgres/editions/edition-lists.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import type { Context } from '../context.js'

/** What changed in an audience since the regular edition sent last before it; `before` null: before the first. */
export type AudienceChanges = {
  before: { edition: string; version: number } | null
  /** Of each kind the first `limit`. */
  changes: ChangedPlace[]
}

/** Compares an audience with the one before in the ledger, however large they are. Changes nothing. */
export async function audienceChanges(
  { engine: { db } }: Context,
  edition: Pick<EditionRow, 'id' | 'dispatchedAt'>,
  now: AudienceSource,
  limit: number,
): Promise<AudienceChanges> {
  const previous = await sentBefore(db, edition)
  const before = previous && { edition: previous.id, version: previous.version }
  return { before, changes: before ? await changedPlaces(db, now, before, limit) : [] }
}
