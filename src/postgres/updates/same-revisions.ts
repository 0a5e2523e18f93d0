import { sql } from 'kysely'
import type { CurrentUpdate } from '../../model/editions/compose.js'
import type { Database } from '../server/database.js'

/**
 * The updates of the drop folder, each under the number of the first revision with its content that is not older than what was last sent of
 * it: a text that was changed and put back is the same again, and so is an edition's hash (decision 28).
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
