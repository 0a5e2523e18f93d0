import { realpathSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { LedgerPlace } from '../../model/operations/instance.js'
import { clusterMark, markBefore } from '../../postgres/server/cluster-mark.js'
import { clusterDir } from '../../postgres/server/cluster-place.js'

/** The mark of the embedded server's files, which a copy doesn't share, and their path: see `Seat`. */
export function fileMarks(dataDir: string): Omit<LedgerPlace, 'database'> {
  const cluster = clusterDir(dataDir)
  return {
    folder: clusterMark(cluster),
    folderBefore: markBefore(cluster),
    path: `${hostname()}:${join(realpathSync(dataDir), 'postgres')}`,
  }
}
