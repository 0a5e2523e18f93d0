import type { EditionContent } from '../../model/editions/edition.js'
import { audienceHash, contentHashOf, editionHash } from '../../model/editions/freeze.js'
import { finalDecision } from '../../model/sign-off/sign-off.js'
import type { Database } from '../server/database.js'
import { decisionsOn } from '../sign-off/decisions.js'
import { addresseesOf, exclusionsOf } from './audiences.js'

/** The frozen content of a version; null when its bytes no longer have the signed hash. */
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
  // decision 3
  const intact =
    contentHashOf(row.content) === row.content_hash &&
    editionHash(row.content_hash, row.audience_hash) === row.hash
  return intact ? (JSON.parse(row.content) as EditionContent) : null
}

/** The frozen content of a version whose exact hash has the required, unwithdrawn approvals; null: nothing of it may be sent. */
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

/** The present hash of a version's stored rows: content and audience are read again completely. */
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
