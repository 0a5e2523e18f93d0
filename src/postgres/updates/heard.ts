import { sql } from 'kysely'
import type { CarriedUpdate } from '../../model/editions/compose.js'
import type { Update } from '../../model/updates/update.js'
import type { Database } from '../server/database.js'

type HeardRow = { update_id: string; number: number; hash: string; content: string; communes: string[] }

/**
 * By update id: revisions that editions for some communes told since the last edition for all. `to`: of all communes, or of these (NIS codes);
 * `except`: the edition being made.
 */
export async function heardUpdates(
  db: Database,
  except: string,
  to: 'all' | readonly string[],
): Promise<Map<string, CarriedUpdate[]>> {
  const { rows } = await sql<HeardRow>`
    select i.update_id, r.number, r.hash, r.content, e.communes
    from frozen_item i
      join edition e on e.id = i.edition and e.version = i.version
      join revision r on r.update_id = i.update_id and r.number = i.revision
    where e.dispatched_at is not null and e.communes is not null and e.id <> ${except}
      and not exists (
        select from frozen_item later
          join edition whole on whole.id = later.edition and whole.version = later.version
        where later.update_id = i.update_id and whole.communes is null and whole.id <> ${except}
          and whole.dispatched_at > e.dispatched_at)
    order by e.dispatched_at desc`.execute(db)
  const heard = new Map<string, CarriedUpdate[]>()
  const informed = new Set<string>()
  for (const { update_id: id, number, hash, content, communes } of rows) {
    const fresh = communes.filter(nis => !informed.has(`${id} ${nis}`))
    for (const nis of fresh) informed.add(`${id} ${nis}`)
    if (!fresh.some(nis => to === 'all' || to.includes(nis))) continue
    const carried = { update: JSON.parse(content) as Update, revision: number, hash }
    heard.set(id, [...(heard.get(id) ?? []), carried])
  }
  return heard
}

/** Updates in the drop folder taken in since the dispatch of the last regular edition, apart from this one. */
export async function takenInLately(db: Database, except: string): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select f.update_id as id
    from dropped_file f join revision r on r.update_id = f.update_id and r.number = f.revision
    where r.taken_in_at > coalesce(
      (select max(dispatched_at) from edition where kind = 'regular' and id <> ${except}), '-infinity')`.execute(
    db,
  )
  return new Set(rows.map(({ id }) => id))
}
