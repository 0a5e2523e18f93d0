import { statSync } from 'node:fs'
import type { Config } from '../src/config.js'
import { clusterDir } from '../src/postgres/server/cluster-place.js'

/** In milliseconds: how often the embedded ledger's folder is checked. */
const LOOK_MS = 2000

/**
 * Resolves with a sentence once the embedded ledger's folder has left DATA_DIR, removed or moved. Checks twice, as a file system may be slow.
 * Otherwise a service would go on without its memory. Never resolves with an external PostgreSQL.
 */
export function untilLedgerGone({ databaseUrl, dataDir }: Config, lookMs = LOOK_MS): Promise<string> {
  return new Promise(resolve => {
    const opened = databaseUrl ? null : folderOf(dataDir)
    if (opened === null) return
    let missed = 0
    const watch = setInterval(() => {
      missed = folderOf(dataDir) === opened ? 0 : missed + 1
      if (missed < 2) return
      clearInterval(watch)
      resolve(
        `The ledger of ${dataDir} was removed or moved while Estafette ran. Put it back (a backup: estafette restore FILE), then start again; started without it, what was sent is no longer known.`,
      )
    }, lookMs)
    watch.unref()
  })
}

/** The identity of a folder, which differs for a replacement; null when it is missing. */
function folderOf(dataDir: string): string | null {
  try {
    const { dev, ino } = statSync(clusterDir(dataDir))
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
