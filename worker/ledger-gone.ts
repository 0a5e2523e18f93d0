import { statSync } from 'node:fs'
import type { Config } from '../src/config.js'
import { clusterDir } from '../src/postgres/server/cluster-place.js'

/** How often to look whether the embedded ledger still lies where it was opened, in milliseconds. */
const LOOK_MS = 2000

/**
 * Resolves with a sentence once the embedded ledger's folder is gone from DATA_DIR, removed or put elsewhere; twice in a row, for a file system
 * may be slow to answer. Never resolves where the ledger is a PostgreSQL elsewhere. Without it, a service goes on without its memory.
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

/** What tells a folder from another in its place; null when it is away. */
function folderOf(dataDir: string): string | null {
  try {
    const { dev, ino } = statSync(clusterDir(dataDir))
    return `${dev}:${ino}`
  } catch {
    return null
  }
}
