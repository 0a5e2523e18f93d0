import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cpSync, renameSync, rmSync } from 'node:fs'
import { keepMarkBefore } from './cluster-mark.js'
import { hasCluster } from './cluster-place.js'
import { NoServer } from './no-server.js'

/**
 * Moves a cluster that an earlier version kept in `inside` to the external place that its DATA_DIR already names. Interruptible: the next command
 * continues. The server must not run. Throws NoServer when both places have one.
 */
export function bringOut(inside: string, outside: string) {
  const leaving = `${inside}.moving`
  if (hasCluster(outside)) return afterwards(inside, outside, leaving)
  const from = [leaving, inside].find(hasCluster)
  if (!from) return
  try {
    renameSync(from, outside)
  } catch (error) {
    if (hasCluster(outside)) return
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error
    if (from === inside) renameSync(inside, leaving)
    copyOut(leaving, outside)
    afterwards(inside, outside, leaving)
  }
}

function afterwards(inside: string, outside: string, leaving: string) {
  rmSync(leaving, { recursive: true, force: true })
  if (hasCluster(inside))
    throw new NoServer(
      `There are two ledgers: ${inside}, and ${outside}, which is the one in use. Move the first elsewhere if you want to keep it.`,
    )
}

/** To another disk: complete and synced before it gets its name. Of two processes, the first rename wins. */
function copyOut(from: string, to: string) {
  const own = `${to}.new-${process.pid}-${randomBytes(3).toString('hex')}`
  try {
    keepMarkBefore(from, to)
    cpSync(from, own, { recursive: true, preserveTimestamps: true, verbatimSymlinks: true })
    spawnSync('sync')
    renameSync(own, to)
  } catch (error) {
    if (!hasCluster(to)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
}
