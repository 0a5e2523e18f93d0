import { existsSync, realpathSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { type Config, tokenSecret } from '../../config.js'
import { type BackupWriter, writeBackup } from '../../files/backup-writer.js'
import { bytesOf, filesBelow } from '../../files/folder-files.js'
import { BACKUP_FORMAT } from '../../model/operations/backup.js'
import type { LedgerCounts } from '../../model/operations/backup-header.js'
import { type BackupSource, openBackupSource } from '../../postgres/operations/backup-source.js'
import { VERSION } from '../../version.js'
import { foldersOf, isLeftOut } from './backup-folders.js'
import { hasLedger } from './engines.js'
import { connectTo, openLedgerPlace } from './ledger-place.js'

export type BackedUp = {
  file: string
  bytes: number
  sha256: string
  madeAt: string
  counts: LedgerCounts
  rows: number
  tables: Record<string, number>
  files: number
  /** Entries of a folder that are no files: not followed, not kept. */
  leftOut: string[]
}

/** One sentence for the operator. */
type NotBackedUp = { refused: string }

export type Progress = (line: string) => void

/**
 * Writes everything of this instance into one file: a snapshot of the ledger, the secret, the folders. Changes nothing and stops nothing. Throws
 * EngineUnreachable and BackupExists.
 */
export async function backUp(
  config: Config,
  { file, overwrite, progress }: { file: string; overwrite: boolean; progress: Progress },
): Promise<BackedUp | NotBackedUp> {
  const path = resolve(file)
  const around = folderAround(config, path)
  if (around) return { refused: `${around} is read by others: write the backup to another folder.` }
  const parent = await stat(dirname(path)).catch(() => null)
  if (!parent?.isDirectory()) return { refused: `There is no folder ${dirname(path)}.` }
  if (!hasLedger(config)) return { refused: NO_LEDGER }
  const place = await openLedgerPlace(config)
  try {
    const source = await openBackupSource(await connectTo(place, place.url))
    if (!source) return { refused: NO_LEDGER }
    try {
      return await writeAll(config, source, { path, overwrite, progress })
    } finally {
      await source.close()
    }
  } finally {
    await place.close()
  }
}

const NO_LEDGER = 'There is no ledger yet: nothing to back up.'

/** Writes a backup of a source and of the folders. */
export async function writeAll(
  config: Config,
  source: Omit<BackupSource, 'close'>,
  { path, overwrite, progress }: { path: string; overwrite: boolean; progress: Progress },
): Promise<BackedUp> {
  const writer = await writeBackup(path, { overwrite })
  try {
    await writer.header({
      format: BACKUP_FORMAT,
      program: VERSION,
      machine: hostname(),
      ...source.header,
      secret: tokenSecret(config),
    })
    const tables = await writeTables(writer, source, progress)
    const { files, leftOut } = await writeFolders(config, writer, path)
    const { bytes, sha256 } = await writer.finish()
    const { madeAt, counts } = source.header
    const rows = Object.values(tables).reduce((sum, one) => sum + one, 0)
    return { file: path, bytes, sha256, madeAt, counts, rows, tables, files, leftOut }
  } catch (error) {
    await writer.abandon()
    throw error
  }
}

async function writeTables(
  writer: BackupWriter,
  { tables }: Pick<BackupSource, 'tables'>,
  progress: Progress,
): Promise<Record<string, number>> {
  const rows: Record<string, number> = {}
  for (const { content, ...section } of tables) {
    const { rows: written = 0 } = await writer.section(section, content())
    rows[section.table] = written
    if (written >= WORTH_TELLING_ROWS) progress(`${section.table}: ${written} rows`)
  }
  return rows
}

/** A table with this many rows takes a moment. */
export const WORTH_TELLING_ROWS = 100_000

async function writeFolders(config: Config, writer: BackupWriter, path: string) {
  const done = { files: 0, leftOut: [] as string[] }
  for (const { folder, dir } of foldersOf(config)) {
    const found = await filesBelow(dir, isLeftOut(folder))
    done.leftOut.push(...found.leftOut.map(one => `${join(dir, one.path)} (${one.what})`))
    for (const below of found.files) {
      const content = join(dir, below) === path ? null : await bytesOf(join(dir, below))
      if (!content) continue
      await writer.section({ kind: 'file', folder, path: below }, content)
      done.files++
    }
  }
  return done
}

/** The folder read by others that contains the path of a backup, which holds everybody's addresses; null: none. Links are resolved. */
function folderAround(config: Config, file: string): string | null {
  const path = realPath(dirname(resolve(file)))
  const dirs = foldersOf(config).filter(({ folder }) => folder !== 'data')
  const found = dirs.find(({ dir }) => !relative(realPath(dir), path).split(sep).includes('..'))
  return found?.dir ?? null
}

const realPath = (path: string) => (existsSync(path) ? realpathSync(path) : path)
