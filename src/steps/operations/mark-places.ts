import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { join, resolve } from 'node:path'
import type { Config } from '../../config.js'
import { type MarkPlaces, readMark } from '../../files/high-water-marks.js'
import type { HighWaterMark } from '../../model/operations/instance.js'

/** Where the high-water marks of a DATA_DIR's ledger stand. `database`: the mark of the answering database. */
export function markPlaces(
  { dataDir, stateDir }: Pick<Config, 'dataDir' | 'stateDir'>,
  database: string,
): MarkPlaces {
  const folder = stateFolder({ stateDir })
  const machine = folder && join(folder, 'seen', `${keyOf(dataDir, database)}.json`)
  return { dataDir, own: ownFile(dataDir), machine }
}

/** The ledger that this DATA_DIR last worked with. */
export const lastUsed = ({ dataDir }: Pick<Config, 'dataDir'>): HighWaterMark | null =>
  readMark(ownFile(dataDir))

const ownFile = (dataDir: string) => join(dataDir, 'ledger-seen.json')

/** One per place of use: two living copies, each in its own place, don't meet. */
function keyOf(dataDir: string, database: string): string {
  return createHash('sha256')
    .update([hostname(), placeOf(dataDir), database].join('\n'))
    .digest('hex')
    .slice(0, 32)
}

function placeOf(dataDir: string): string {
  try {
    return realpathSync(dataDir)
  } catch {
    return resolve(dataDir)
  }
}

/** Where this machine keeps high-water marks. Null: an account without home and without STATE_DIR. */
export const stateFolder = ({ stateDir }: Pick<Config, 'stateDir'>): string | null =>
  stateDir ?? usualStateDir()

/** A permanent folder outside every DATA_DIR. Null for an account without home. */
function usualStateDir(): string | null {
  if (process.getuid?.() === 0) return '/var/lib/estafette'
  try {
    return join(homedir(), '.local', 'state', 'estafette')
  } catch {
    return null
  }
}
