import type { Database } from '../server/database.js'

/** Whether an update was taken in, or its file went missing, since this instant. */
export async function changedSince(db: Database, since: Date): Promise<boolean> {
  const revision = await db
    .selectFrom('revision')
    .where('taken_in_at', '>=', since)
    .select('update_id')
    .executeTakeFirst()
  const gone = await db
    .selectFrom('dropped_file')
    .where('gone_since', '>=', since)
    .select('update_id')
    .executeTakeFirst()
  return Boolean(revision ?? gone)
}

/** Who wrote these revisions, or restored their content later; null where unknown. */
export async function editorsOf(db: Database, edition: string, version: number): Promise<(string | null)[]> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('revision as own', join =>
      join.onRef('own.update_id', '=', 'item.update_id').onRef('own.number', '=', 'item.revision'),
    )
    .innerJoin('revision', join =>
      join
        .onRef('revision.update_id', '=', 'own.update_id')
        .onRef('revision.hash', '=', 'own.hash')
        .onRef('revision.number', '>=', 'own.number'),
    )
    .where('item.edition', '=', edition)
    .where('item.version', '=', version)
    .where('item.section', '!=', 'standing')
    .select('revision.editor')
    .distinct()
    .execute()
  return rows.map(row => row.editor)
}
