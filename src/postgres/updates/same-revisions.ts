import { sql } from 'kysely'
import type { CurrentUpdate } from '../../model/editions/compose.js'
import type { Database } from '../server/database.js'

/**
 * Updates of the drop folder under the first revision number with equal content, not older than what was last sent. A text changed and restored is
 * the same again, and so is the edition's hash (decision 28).
 */
export async function numberedByContent(db: Database, current: CurrentUpdate[]): Promise<CurrentUpdate[]> {
  const { rows } = await sql<{ id: string; number: number }>`
    with sent as (
      select i.update_id, max(i.revision) as number from frozen_item i
        join edition e on e.id = i.edition and e.version = i.version
      where e.dispatched_at is not null group by i.update_id
    )
    select now.update_id as id, min(same.number) as number
    from dropped_file f
      join revision now on now.update_id = f.update_id and now.number = f.revision
      join revision same on same.update_id = now.update_id and same.hash = now.hash
      left join sent on sent.update_id = now.update_id
    where same.number >= coalesce(sent.number, 0)
    group by now.update_id`.execute(db)
  const numbers = new Map(rows.map(({ id, number }) => [id, number]))
  return current.map(one => ({ ...one, revision: numbers.get(one.update.id) ?? one.revision }))
}
