import { existsSync, realpathSync, statSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Config } from '../config.js'
import type { Seat } from '../model/delivery/instance.js'
import { clusterDir } from '../postgres/cluster-place.js'
import { type Database, DatabaseUnreachable, openDatabase } from '../postgres/database.js'
import { openEmbeddedServer } from '../postgres/embedded.js'
import { databaseMark } from '../postgres/instance.js'
import type { Prepared } from '../postgres/prepared.js'
import { refusalOf } from '../postgres/refusal.js'

/** An engine that Estafette needs does not answer; the message says which, why, and what to do. */
export class EngineUnreachable extends Error {}

export type LedgerEngine = {
  db: Database
  /** What the ledger runs for each delivery. */
  prepared: Prepared
  url: string
  /** Who owns the tables, where that is somebody else; for what makes tables. */
  ownerUrl: string | null
  seat: Seat
  close: () => Promise<void>
}

/** The database: the one of DATABASE_URL, or the embedded one under DATA_DIR. Throws EngineUnreachable. */
export async function openLedgerEngine(config: Config, connections = 12): Promise<LedgerEngine> {
  const server = config.databaseUrl ? null : await embedded(config)
  const url = server?.appUrl ?? config.databaseUrl?.reveal() ?? ''
  const ownerUrl = server?.url ?? config.databaseOwnerUrl?.reveal() ?? null
  try {
    const database = await openDatabase(url, {
      connections,
      ownerUrl,
      log: server ? serverLog(config) : null,
    })
    return {
      db: database.db,
      prepared: database.prepared,
      url,
      ownerUrl,
      seat: { database: await databaseMark(database.db), ...(server ? folderMarks(config) : NO_FOLDER) },
      close: async () => {
        await database.close()
        await server?.close()
      },
    }
  } catch (error) {
    await server?.close()
    const { message } = error as Error
    throw new EngineUnreachable(
      error instanceof DatabaseUnreachable ? message : (refusalOf(error) ?? message),
    )
  }
}

const serverLog = ({ dataDir }: Config) => join(dataDir, 'postgres.log')

const NO_FOLDER = { folder: null, path: null }

/** What a copy of the embedded server's files does not share with them. */
function folderMarks({ dataDir }: Config): Pick<Seat, 'folder' | 'path'> {
  const { ino } = statSync(clusterDir(dataDir))
  return { folder: String(ino), path: `${hostname()}:${join(realpathSync(dataDir), 'postgres')}` }
}

async function embedded(config: Config) {
  try {
    return await openEmbeddedServer(config.dataDir)
  } catch (error) {
    // A path that refuses is the operator's own: its words say more than those of a server that doesn't start.
    if (isOfPath(error)) throw error
    const log = serverLog(config)
    const where = existsSync(log) ? `Look at ${log}, or set` : 'Set'
    const said = (error as Error).message.replace(/\.?$/, '.')
    throw new EngineUnreachable(
      `The embedded PostgreSQL can't be used: ${said} ${where} DATABASE_URL to another PostgreSQL.`,
    )
  }
}

const isOfPath = (error: unknown) => typeof (error as NodeJS.ErrnoException).path === 'string'

/** Has anything been kept yet? Without, reading the ledger would only make an empty one. */
export function hasLedger(config: Config): boolean {
  return config.databaseUrl !== null || existsSync(join(clusterDir(config.dataDir), 'PG_VERSION'))
}
