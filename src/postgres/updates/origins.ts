import type { Database } from '../server/database.js'

/** Who dropped a revision and when; `editor`: an address of staff.yaml, null where unknown. */
export type RevisionOrigin = { editor: string | null; takenInAt: Date }

/** The origins of a frozen version's revisions, by update id. */
export async function originsOf(
  db: Database,
  edition: string,
  version: number,
): Promise<Map<string, RevisionOrigin>> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'item.update_id').onRef('revision.number', '=', 'item.revision'),
    )
    .where('item.edition', '=', edition)
    .where('item.version', '=', version)
    .select(['item.update_id', 'revision.editor', 'revision.taken_in_at'])
    .execute()
  return new Map(rows.map(row => [row.update_id, { editor: row.editor, takenInAt: row.taken_in_at }]))
}
