import { sql } from 'kysely'
import type { CarriedUpdate, CurrentUpdate } from '../model/edition/compose.js'
import type { Update } from '../model/update/update.js'
import type { Database } from './database.js'

/** A new or unchanged update as it lies in the drop folder now. */
export type SeenUpdate = { update: Update; hash: string; file: string; editor: string | null }

export type DroppedUpdates = {
  current: CurrentUpdate[]
  files: { id: string; file: string }[]
  gone: { id: string; file: string }[]
}

/** The latest revision of every update ever taken in, by id. */
export async function latestRevisions(db: Database): Promise<Map<string, CurrentUpdate>> {
  const rows = await db
    .selectFrom('revision')
    .distinctOn('update_id')
    .select(['update_id', 'number', 'hash', 'content'])
    .orderBy('update_id')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}

/**
 * What the last dispatched edition that had it carried of each update, by id other than `except`. `to` counts only editions
 * that went to all, or to these communes (NIS codes) at least: what a flash told some is still news for the others.
 */
export async function carriedUpdates(
  db: Database,
  except: string | null,
  to: 'somebody' | 'all' | readonly string[] = 'somebody',
): Promise<Map<string, CarriedUpdate>> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'item.update_id').onRef('revision.number', '=', 'item.revision'),
    )
    .distinctOn('item.update_id')
    .where('edition.dispatched_at', 'is not', null)
    .$if(except !== null, query => query.where('edition.id', '!=', except as string))
    .$if(to === 'all', query => query.where('edition.communes', 'is', null))
    .$if(typeof to !== 'string', query =>
      query.where(sql<boolean>`(edition.communes is null or edition.communes @> ${to}::text[])`),
    )
    .select(['item.update_id', 'revision.number', 'revision.hash', 'revision.content'])
    .orderBy('item.update_id')
    .orderBy('edition.dispatched_at', 'desc')
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}

/** The first edition sent that carried an update; null when none has. */
export async function firstCarrying(db: Database, update: string): Promise<string | null> {
  const row = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
    .where('item.update_id', '=', update)
    .where('edition.dispatched_at', 'is not', null)
    .select('edition.id')
    .orderBy('edition.dispatched_at')
    .limit(1)
    .executeTakeFirst()
  return row?.id ?? null
}

/** What one edition, in its current version, carried of each update. */
export async function carriedBy(db: Database, edition: string): Promise<Map<string, CarriedUpdate>> {
  const rows = await db
    .selectFrom('frozen_item as item')
    .innerJoin('edition', join =>
      join.onRef('edition.id', '=', 'item.edition').onRef('edition.version', '=', 'item.version'),
    )
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'item.update_id').onRef('revision.number', '=', 'item.revision'),
    )
    .where('edition.id', '=', edition)
    .select(['item.update_id', 'revision.number', 'revision.hash', 'revision.content'])
    .execute()
  return new Map(rows.map(row => [row.update_id, toCurrent(row)]))
}

/** The updates that lie in the drop folder, at their latest revision, with their files; `gone` names those whose file has disappeared. */
export async function droppedUpdates(db: Database): Promise<DroppedUpdates> {
  const rows = await db
    .selectFrom('dropped_file as file')
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'file.update_id').onRef('revision.number', '=', 'file.revision'),
    )
    .select([
      'revision.update_id',
      'revision.number',
      'revision.hash',
      'revision.content',
      'file.file',
      'file.gone_since',
    ])
    .orderBy('revision.update_id')
    .execute()
  return {
    current: rows.map(toCurrent),
    files: rows.map(row => ({ id: row.update_id, file: row.file })),
    gone: rows.filter(row => row.gone_since !== null).map(row => ({ id: row.update_id, file: row.file })),
  }
}

/** The carried updates whose files are gone, and since when. */
export async function goneUpdates(db: Database): Promise<{ update: Update; file: string; since: Date }[]> {
  const rows = await db
    .selectFrom('dropped_file as file')
    .innerJoin('revision', join =>
      join.onRef('revision.update_id', '=', 'file.update_id').onRef('revision.number', '=', 'file.revision'),
    )
    .where('file.gone_since', 'is not', null)
    .select(['revision.content', 'file.file', 'file.gone_since'])
    .orderBy('revision.update_id')
    .execute()
  return rows.map(({ content, file, gone_since }) => ({
    update: JSON.parse(content) as Update,
    file,
    since: gone_since as Date,
  }))
}

/** Whether an update was taken in, or its file went, since this instant. */
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

/** Who wrote these revisions, or put their content back later; null where it isn't known. */
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

/**
 * Keeps what one scan of the drop folder found, in one transaction: new revisions, which file holds which update, which is gone.
 * Returns the revision of each update seen; `isNew` tells a new revision from one that was known.
 */
export async function keepScan(
  db: Database,
  seen: SeenUpdate[],
  now: Date,
): Promise<{ id: string; revision: number; file: string; isNew: boolean }[]> {
  return db.transaction().execute(async trx => {
    // Two scans at once would number the same revision twice.
    await lockTakeIn(trx)
    const known = await latestRevisions(trx)
    const kept = []
    for (const { update, hash, file, editor } of seen) {
      const before = known.get(update.id)
      const isNew = before?.hash !== hash
      const revision = isNew ? (before?.revision ?? 0) + 1 : before.revision
      if (isNew) {
        const content = JSON.stringify(update)
        const row = { update_id: update.id, number: revision, hash, content, file, editor, taken_in_at: now }
        await trx.insertInto('revision').values(row).execute()
      }
      await trx
        .insertInto('dropped_file')
        .values({ update_id: update.id, revision, file, gone_since: null })
        .onConflict(conflict =>
          conflict.column('update_id').doUpdateSet({ revision, file, gone_since: null }),
        )
        .execute()
      kept.push({ id: update.id, revision, file, isNew })
    }
    return kept
  })
}

/** Marks the updates whose files are gone. One that no edition ever carried is forgotten; of the others, a person says what is meant. */
export async function markGone(db: Database, ids: string[], now: Date) {
  if (ids.length === 0) return
  await db.transaction().execute(async trx => {
    await lockTakeIn(trx)
    const carried = await carriedUpdates(trx, null)
    const never = ids.filter(id => !carried.has(id))
    if (never.length > 0) await trx.deleteFrom('dropped_file').where('update_id', 'in', never).execute()
    await trx
      .updateTable('dropped_file')
      .set({ gone_since: now })
      .where('update_id', 'in', ids)
      .where('gone_since', 'is', null)
      .execute()
  })
}

/**
 * Runs a whole scan, from reading the folder on, alone of all processes: else one that read before an editor saved could
 * keep its old text after another has kept the new.
 */
export async function oneScanAtATime<T>(db: Database, scan: () => Promise<T>): Promise<T> {
  return db.connection().execute(async connection => {
    await sql`select pg_advisory_lock(hashtext('estafette scan'))`.execute(connection)
    try {
      return await scan()
    } finally {
      await sql`select pg_advisory_unlock(hashtext('estafette scan'))`.execute(connection)
    }
  })
}

async function lockTakeIn(trx: Database) {
  await sql`select pg_advisory_xact_lock(hashtext('estafette take-in'))`.execute(trx)
}

function toCurrent(row: { number: number; hash: string; content: string }): CurrentUpdate {
  return { update: JSON.parse(row.content) as Update, revision: row.number, hash: row.hash }
}
