import { sql } from 'kysely'
import type { Problem } from '../../model/problem/problem.js'
import type { JudgedFile, Meant, WarnedFile } from '../../model/updates/warned-file.js'
import type { StillAlone } from '../server/alone.js'
import type { Database } from '../server/database.js'

/** Rows per statement. */
const ROWS_AT_ONCE = 500

/**
 * Replaces the warnings of the previous scan by those of this one; unchanged ones cost no statement. Throws LockLost when another scan may be
 * running.
 */
export async function keepWarned(
  db: Database,
  files: readonly WarnedFile[],
  now: Date,
  still: StillAlone = async () => {},
): Promise<void> {
  const rows = files.map(({ file, version, id, hash, warnings }) => ({
    file,
    version,
    update_id: id,
    hash,
    warnings: JSON.stringify(warnings),
    seen_at: now,
  }))
  await db.transaction().execute(async trx => {
    await still(trx)
    const before = new Map(
      (await trx.selectFrom('warned_file').selectAll().execute()).map(row => [row.file, row]),
    )
    const changed = rows.filter(row => {
      const known = before.get(row.file)
      return known?.version !== row.version || known.hash !== row.hash || known.warnings !== row.warnings
    })
    const here = new Set(rows.map(({ file }) => file))
    const out = [...before.keys()].filter(file => !here.has(file))
    const away = [...out, ...changed.map(({ file }) => file)]
    if (away.length > 0) await sql`delete from warned_file where file = any(${away}::text[])`.execute(trx)
    for (let at = 0; at < changed.length; at += ROWS_AT_ONCE)
      await trx
        .insertInto('warned_file')
        .values(changed.slice(at, at + ROWS_AT_ONCE))
        .execute()
  })
}

/** The last scan's warnings, by file; `hashes`: only those with these contents. */
export async function warnedFilesOf(db: Database, hashes?: readonly string[]): Promise<JudgedFile[]> {
  if (hashes?.length === 0) return []
  const rows = await db
    .selectFrom('warned_file')
    .$if(hashes !== undefined, query => query.where(sql<boolean>`hash = any(${hashes}::text[])`))
    .selectAll()
    .orderBy('file')
    .execute()
  const meant = await meantOf(
    db,
    rows.map(({ version }) => version),
  )
  return rows.map(({ file, version, update_id, hash, warnings }) => ({
    file,
    version,
    id: update_id,
    hash,
    warnings: JSON.parse(warnings) as Problem[],
    meant: meant.get(version) ?? null,
  }))
}

/** The versions among these that are marked as meant. Null asks for all. */
export async function meantOf(db: Database, versions: readonly string[] | null): Promise<Map<string, Meant>> {
  if (versions?.length === 0) return new Map()
  const rows = await db
    .selectFrom('meant_log')
    .distinctOn('version')
    .$if(versions !== null, query => query.where(sql<boolean>`version = any(${versions}::text[])`))
    .selectAll()
    .orderBy('version')
    .orderBy('id', 'desc')
    .execute()
  return new Map(
    rows.filter(row => row.is_meant).map(({ version, by_email, at }) => [version, { by: by_email, at }]),
  )
}

/** Records that a version is meant, or not any more; false when nothing changes. */
export async function keepMeant(
  db: Database,
  {
    file,
    version,
    isMeant,
    by,
    at,
  }: { file: string; version: string; isMeant: boolean; by: string; at: Date },
): Promise<boolean> {
  return db.transaction().execute(async trx => {
    await sql`select pg_advisory_xact_lock(hashtext('estafette meant'))`.execute(trx)
    const isSo = (await meantOf(trx, [version])).has(version)
    if (isSo === isMeant) return false
    await trx.insertInto('meant_log').values({ file, version, is_meant: isMeant, by_email: by, at }).execute()
    return true
  })
}
