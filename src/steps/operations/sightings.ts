import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { homedir, hostname } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../../config.js'
import { forgetSighting, keepSighting, pruneSightings, readSighting } from '../../files/ledger-seen.js'
import type { Log } from '../../log.js'
import type { Sighting } from '../../model/operations/instance.js'

/** What this machine has seen of its ledgers; each is kept twice, so that a DATA_DIR that is put back can't take both along. */
export type Sightings = ReturnType<typeof openSightings>

/** How long the disks may take, in milliseconds: a share that hangs must not keep mails from leaving. */
const PATIENCE_MS = 2000

/** `database` is the mark of the database that answers. */
export function openSightings(
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
  const keepAt = async (file: string, sighting: Sighting) => {
    hanging++
    await keepSighting(file, sighting, dataDir)
      .catch(error => tell((error as Error).message))
      .finally(() => hanging--)
  }
  return {
    all: (): Sighting[] => files.map(readSighting).filter(one => one !== null),
    /** As far as the disks let us: what can't be kept proves nothing later, and holds up nothing now. */
    keep: async (sighting: Sighting, now: Date): Promise<void> => {
      if (hanging > 0) return tell('the last one is still being written')
      const kept = Promise.all(files.map(file => keepAt(file, sighting)))
      const given = new AbortController()
      await Promise.race([kept, pause(PATIENCE_MS, null, { signal: given.signal }).catch(() => {})])
      given.abort()
      if (machine && !isPruned) pruneSightings(dirname(machine), now).catch(() => {})
      isPruned = true
    },
    /** For a ledger that a person takes over. */
    forget: async (): Promise<void> => {
      await Promise.all(files.map(forgetSighting))
    },
  }
}

/** The ledger that this DATA_DIR last worked with. */
export const lastUsed = ({ dataDir }: Pick<Config, 'dataDir'>): Sighting | null =>
  readSighting(ownFile(dataDir))

const ownFile = (dataDir: string) => join(dataDir, 'ledger-seen.json')

/** One for each place in which a ledger is used: two copies of one that both live on, each in its own, don't meet. */
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

/** Where this machine keeps what it has seen. Null: an account without a home, and no STATE_DIR. */
export const stateFolder = ({ stateDir }: Pick<Config, 'stateDir'>): string | null =>
  stateDir ?? usualStateDir()

/** Outside of every DATA_DIR, and there to stay. Null for an account without a home. */
function usualStateDir(): string | null {
  if (process.getuid?.() === 0) return '/var/lib/estafette'
  try {
    return join(homedir(), '.local', 'state', 'estafette')
  } catch {
    return null
  }
}
