import { randomBytes } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fateOf, names } from '../server/cluster-fate.js'
import { bases, hasCluster } from '../server/cluster-place.js'
import { ownerOf } from '../server/cluster-pointer.js'
import { stopIfUnused } from '../server/embedded.js'

/**
 * An external ledger whose DATA_DIR is gone. `removed`: the folder was deleted, and the ledger now is too; `in-use`: a service still uses it;
 * `unused`: deleted folder, ledger still there; `unknown`: the folder's disk may not be mounted.
 */
export type Orphan = {
  place: string
  dataDir: string
  state: 'removed' | 'in-use' | 'unused' | 'unknown'
}

/**
 * Finds external ledgers of this machine whose DATA_DIR is gone, and removes those whose folder was certainly deleted. `isToChange` false: changes
 * nothing.
 */
export async function findOrphans(isToChange: boolean): Promise<Orphan[]> {
  // Only root lends an account, so only root has orphans.
  if (process.getuid?.() !== 0) return []
  const orphans: Orphan[] = []
  for (const place of bases().flatMap(placesIn)) {
    const orphan = await lookAt(place, isToChange).catch(() => unknown(place))
    if (orphan) orphans.push(orphan)
  }
  return orphans
}

/** Copies of the server stay, except unfinished ones. */
function placesIn(base: string): string[] {
  return readdirSync(base)
    .filter(name => !name.startsWith('server-') || name.includes('.new-'))
    .map(name => join(base, name))
}

async function lookAt(place: string, isToChange: boolean): Promise<Orphan | null> {
  const cluster = join(place, 'postgres')
  const dataDir = ownerOf(place)
  if (dataDir !== null && names(dataDir, cluster)) return null
  if (!hasCluster(cluster)) return isToChange ? removeOld(place) : null
  const fate = fateOf(place)
  if (fate === 'moved') return null
  const orphan = unknown(place)
  if (fate === 'unknown') return orphan
  if (!isToChange) return { ...orphan, state: 'unused' }
  if (!(await stopIfUnused(cluster))) return { ...orphan, state: 'in-use' }
  remove(place)
  return { ...orphan, state: 'removed' }
}

const unknown = (place: string): Orphan => ({
  place,
  dataDir: ownerOf(place) ?? 'a DATA_DIR',
  state: 'unknown',
})

/** An empty place: being made, or left by a process that ended while making or removing it. */
function removeOld(place: string): null {
  const found = statSync(place, { throwIfNoEntry: false })
  if (found && Date.now() - found.mtimeMs > BEING_MADE_MS) rmSync(place, { recursive: true, force: true })
  return null
}

const BEING_MADE_MS = 3_600_000

/** Renamed away in one step; the next command continues an interrupted removal. */
function remove(place: string) {
  const own = join(dirname(place), `gone-${randomBytes(4).toString('hex')}`)
  try {
    renameSync(place, own)
  } catch {
    // Another command removes it.
  }
  rmSync(own, { recursive: true, force: true })
}
