import type { Language } from '../../model/language/language.js'
import type { LetThrough } from '../../model/updates/brings-translation.js'
import type { Database } from '../server/database.js'

/** Records that an update may go without a language; false when that was recorded for this content. */
export async function keepLetThrough(
  db: Database,
  { hash, update, missing, by, reason, at }: LetThrough,
  file: string,
): Promise<boolean> {
  const result = await db
    .insertInto('let_through_log')
    .values({ hash, update_id: update, missing, file, by_email: by, reason, at })
    .onConflict(conflict => conflict.column('hash').doNothing())
    .executeTakeFirst()
  return Number(result.numInsertedOrUpdatedRows ?? 0) > 0
}

/** Who let these contents through, by hash. */
export async function letThroughOf(db: Database, hashes: string[]): Promise<LetThrough[]> {
  if (hashes.length === 0) return []
  const rows = await db.selectFrom('let_through_log').where('hash', 'in', hashes).selectAll().execute()
  return rows.map(({ update_id, by_email, file, ...rest }) => ({ ...rest, update: update_id, by: by_email }))
}

/** An edition sent since `since` with a text missing; `revision` is the one that added it, null before. */
export type AwaitedTranslation = {
  edition: string
  update: string
  file: string
  missing: Language
  /** In the language that was there. */
  title: string
  revision: number | null
  /** The edition's errata that carry the update, each with the last revision of its content. */
  errata: { edition: string; revision: number }[]
}
