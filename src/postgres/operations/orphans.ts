import { randomBytes } from 'node:crypto'
import { readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fateOf, names } from '../server/cluster-fate.js'
import { bases, hasCluster } from '../server/cluster-place.js'
import { ownerOf } from '../server/cluster-pointer.js'
import { stopIfUnused } from '../server/embedded.js'

/**
 * A ledger outside whose DATA_DIR is gone. `removed`: the folder was removed, and so is the ledger now; `in-use`: the
 * same, but a service still uses it; `unused`: the same, and it is still there; `unknown`: the folder may be on a disk
 * that is not mounted.
 */
export type Orphan = {
  place: string
  dataDir: string
  state: 'removed' | 'in-use' | 'unused' | 'unknown'
}

/**
 * Finds the ledgers outside whose DATA_DIR is gone, of any DATA_DIR of this machine, and removes those that somebody removed for
 * certain. `isToChange` false: it changes nothing.
 */
export async function findOrphans(isToChange: boolean): Promise<Orphan[]> {
  // Only root lends an account, so only root has any.
  if (process.getuid?.() !== 0) return []
  const orphans: Orphan[] = []
  for (const place of bases().flatMap(placesIn)) {
    const orphan = await lookAt(place, isToChange).catch(() => unknown(place))
    if (orphan) orphans.push(orphan)
  }
  return orphans
}

/** Copies of the server stay, except for one that somebody didn't finish. */
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

/** Nothing is in it: somebody is just making it, or was ended while making or removing it. */
function removeOld(place: string): null {
  const found = statSync(place, { throwIfNoEntry: false })
  if (found && Date.now() - found.mtimeMs > BEING_MADE_MS) rmSync(place, { recursive: true, force: true })
  return null
}

const BEING_MADE_MS = 3_600_000

/** Out of the way in one step; the next command goes on with what was left in the middle. */
function remove(place: string) {
  const own = join(dirname(place), `gone-${randomBytes(4).toString('hex')}`)
  try {
    renameSync(place, own)
  } catch {
    // Another command removes it.
  }
  rmSync(own, { recursive: true, force: true })
}
