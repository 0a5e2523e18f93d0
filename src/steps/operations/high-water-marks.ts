import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../../config.js'
import { forgetMark, keepMark, pruneMarks, readMark } from '../../files/high-water-mark.js'
import type { Log } from '../../log.js'
import type { HighWaterMark } from '../../model/operations/instance.js'

/** The high-water marks of this machine's ledgers, stored twice: a rolled back DATA_DIR can't take both along. */
export type HighWaterMarks = ReturnType<typeof openHighWaterMarks>

/** In milliseconds: a hanging disk must not keep mails from leaving. */
const PATIENCE_MS = 2000

/** `database`: the mark of the answering database. */
export function openHighWaterMarks(
  { dataDir, stateDir }: Pick<Config, 'dataDir' | 'stateDir'>,
  database: string,
  log: Log,
) {
  const own = ownFile(dataDir)
  const folder = stateFolder({ stateDir })
  const machine = folder && join(folder, 'seen', `${keyOf(dataDir, database)}.json`)
  const files = machine ? [own, machine] : [own]
  let hanging = 0
  let isTold = false
  let isPruned = false
  const tell = (reason: string) => {
    if (!isTold) log.warn('ledger-seen.not-kept', { reason })
    isTold = true
  }
  const keepAt = async (file: string, sighting: HighWaterMark) => {
    hanging++
    await keepMark(file, sighting, dataDir)
      .catch(error => tell((error as Error).message))
      .finally(() => hanging--)
  }
  return {
    all: (): HighWaterMark[] => files.map(readMark).filter(one => one !== null),
    /** As far as the disks allow: what can't be stored proves nothing later and blocks nothing now. */
    keep: async (sighting: HighWaterMark, now: Date): Promise<void> => {
      if (hanging > 0) return tell('the last one is still being written')
      const kept = Promise.all(files.map(file => keepAt(file, sighting)))
      const given = new AbortController()
      await Promise.race([kept, pause(PATIENCE_MS, null, { signal: given.signal }).catch(() => {})])
      given.abort()
      if (machine && !isPruned) pruneMarks(dirname(machine), now).catch(() => {})
      isPruned = true
    },
    /** For a ledger that a person takes over. */
    forget: async (): Promise<void> => {
      await Promise.all(files.map(forgetMark))
    },
  }
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
