import type { Update } from '../../model/updates/update.js'
import type { StillAlone } from '../server/alone.js'
import type { Database } from '../server/database.js'
import { inTurn } from '../server/in-turn.js'
import { lockTakeIn } from './mark-gone.js'

/** A new or unchanged update in the drop folder. */
export type SeenUpdate = { update: Update; hash: string; file: string; editor: string | null }

/** The stored revision of a seen update; `isNew`: it was not known before. */
export type KeptUpdate = { id: string; revision: number; file: string; isNew: boolean }

/**
 * Runs a whole scan under a lock among all processes. Otherwise, a scan that read before an editor saved could store the old text after a newer scan.
 * A scan may take minutes; `onWait` reports that another one runs.
 */
export const oneScanAtATime = <T>(
  db: Database,
  scan: (still: StillAlone) => Promise<T>,
  onWait?: () => void,
): Promise<T> => inTurn(db, 'scan', scan, onWait)

/** Rows per statement: each value is a parameter, and PostgreSQL accepts 65,535. */
const ROWS_AT_ONCE = 500

/**
 * Stores a scan's result in one transaction: new revisions, and which file holds which update. Unchanged ones cost no statement. Throws LockLost when
 * another scan may be running.
 */
export async function keepScan(
  db: Database,
  seen: SeenUpdate[],
  now: Date,
  still: StillAlone = async () => {},
): Promise<KeptUpdate[]> {
  return db.transaction().execute(async trx => {
    await lockTakeIn(trx, still)
    const known = await lastRevisions(trx)
    const held = await heldFiles(trx)
    const kept = seen.map(one => ({ ...one, ...numbered(one, known.get(one.update.id)) }))
    const fresh = kept.filter(({ isNew }) => isNew)
    for (const some of inPieces(fresh)) {
      const rows = some.map(({ update, revision, hash, file, editor }) => ({
        update_id: update.id,
        number: revision,
        hash,
        content: JSON.stringify(update),
        file,
        editor,
        taken_in_at: now,
      }))
      await trx.insertInto('revision').values(rows).execute()
    }
    const moved = kept.filter(({ update, revision, file }) => held.get(update.id) !== heldBy(revision, file))
    for (const some of inPieces(moved)) await holdFiles(trx, some)
    return kept.map(({ update, revision, file, isNew }) => ({ id: update.id, revision, file, isNew }))
  })
}

function numbered({ hash }: SeenUpdate, before: { number: number; hash: string } | undefined) {
  const isNew = before?.hash !== hash
  return { isNew, revision: isNew ? (before?.number ?? 0) + 1 : before.number }
}

const heldBy = (revision: number, file: string) => `${revision} ${file}`

async function heldFiles(trx: Database): Promise<Map<string, string>> {
  const rows = await trx
    .selectFrom('dropped_file')
    .where('gone_since', 'is', null)
    .select(['update_id', 'revision', 'file'])
    .execute()
  return new Map(rows.map(row => [row.update_id, heldBy(row.revision, row.file)]))
}

async function holdFiles(trx: Database, some: { update: Update; revision: number; file: string }[]) {
  const rows = some.map(({ update, revision, file }) => ({
    update_id: update.id,
    revision,
    file,
    gone_since: null,
  }))
  await trx
    .insertInto('dropped_file')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('update_id').doUpdateSet(({ ref }) => ({
        revision: ref('excluded.revision'),
        file: ref('excluded.file'),
        gone_since: null,
        awaits_answer: false,
      })),
    )
    .execute()
}

function* inPieces<T>(rows: readonly T[]): Generator<T[]> {
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE) yield rows.slice(at, at + ROWS_AT_ONCE)
}

/** Number and hash of every update's latest revision, without contents. */
async function lastRevisions(trx: Database): Promise<Map<string, { number: number; hash: string }>> {
  const rows = await trx
    .selectFrom('revision')
    .distinctOn('update_id')
    .select(['update_id', 'number', 'hash'])
    .orderBy('update_id')
    .orderBy('number', 'desc')
    .execute()
  return new Map(rows.map(({ update_id, number, hash }) => [update_id, { number, hash }]))
}
