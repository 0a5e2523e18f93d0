import type { Update } from '../../model/updates/update.js'
import type { Database } from '../server/database.js'

/** One accepted version of an update. `editor`: an address of staff.yaml, null where unknown. */
export type KeptRevision = {
  number: number
  update: Update
  file: string
  editor: string | null
  takenInAt: Date
  /** The sent editions that carried it, in order. */
  editions: string[]
}

/** All revisions of an update, newest first; empty for an unknown id. */
export async function revisionsOf(db: Database, id: string): Promise<KeptRevision[]> {
  const rows = await db
    .selectFrom('revision')
    .where('update_id', '=', id)
    .select(['number', 'content', 'file', 'editor', 'taken_in_at'])
    .orderBy('number', 'desc')
    .execute()
  if (rows.length === 0) return []
  const carried = await db
    .selectFrom('edition')
    .innerJoin('frozen_item as item', join =>
      join.onRef('item.edition', '=', 'edition.id').onRef('item.version', '=', 'edition.version'),
    )
    .where('item.update_id', '=', id)
    .where('edition.dispatched_at', 'is not', null)
    .select(['item.revision', 'edition.id'])
    .orderBy('edition.dispatched_at')
    .execute()
  return rows.map(({ number, content, file, editor, taken_in_at }) => ({
    number,
    update: JSON.parse(content) as Update,
    file,
    editor,
    takenInAt: taken_in_at,
    editions: carried.filter(({ revision }) => revision === number).map(one => one.id),
  }))
}
