import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../../config.js'
import type { LedgerPlace } from '../../model/operations/instance.js'
import { databaseMark } from '../../postgres/operations/instance.js'
import { isBegun } from '../../postgres/server/cluster-place.js'
import { makeDataDir } from '../../postgres/server/data-dir.js'
import { type Database, DatabaseUnreachable, openDatabase } from '../../postgres/server/database.js'
import { type EmbeddedServer, openEmbeddedServer } from '../../postgres/server/embedded.js'
import { NoServer } from '../../postgres/server/no-server.js'
import type { Prepared } from '../../postgres/server/prepared.js'
import { refusalOf } from '../../postgres/server/refusal.js'
import { dataDirFault, EngineUnreachable } from './data-dir.js'
import { fileMarks } from './file-marks.js'
import { saying, type Tell } from './saying.js'

export { EngineUnreachable }

export type LedgerEngine = {
  db: Database
  /** The statements that run for each delivery. */
  prepared: Prepared
  url: string
  /** The owner of the tables if separate, for creating tables. */
  ownerUrl: string | null
  place: LedgerPlace
  /** `embedded`, or host, port and database. */
  where: string
  close: () => Promise<void>
}

/**
 * The database of DATABASE_URL, or the embedded one of DATA_DIR. `tell` hears what is waited for. Throws EngineUnreachable, or ConfigError for
 * DATA_DIR.
 */
export async function openLedgerEngine(
  config: Config,
  connections = 12,
  tell: Tell | null = null,
): Promise<LedgerEngine> {
  if (config.databaseUrl) closeToOthers(config)
  const server = config.databaseUrl ? null : await openOwnServer(config, tell)
  const url = server?.appUrl ?? config.databaseUrl?.reveal() ?? ''
  const ownerUrl = server?.url ?? config.databaseOwnerUrl?.reveal() ?? null
  try {
    const log = server ? serverLog(config) : null
    const database = await saying(databaseLine(config), tell, () =>
      openDatabase(url, { connections, ownerUrl, log }),
    )
    return {
      db: database.db,
      prepared: database.prepared,
      url,
      ownerUrl,
      place: {
        database: await databaseMark(database.db),
        ...(server ? fileMarks(config.dataDir) : NO_FOLDER),
      },
      where: server ? EMBEDDED : whereOf(url),
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

function databaseLine({ databaseUrl }: Config): string {
  if (!databaseUrl) return 'Bringing the tables up to date …'
  const { hostname, port } = new URL(databaseUrl.reveal())
  return `Waiting for PostgreSQL at ${hostname}:${port || 5432} …`
}

export const NO_FOLDER = { folder: null, path: null }

export const EMBEDDED = 'embedded'

/** Without user and password. */
export function whereOf(url: string): string {
  const { host, pathname } = new URL(url)
  return `${host}${decodeURIComponent(pathname)}`
}

/** The embedded PostgreSQL of DATA_DIR, created, started or joined. Throws ConfigError or EngineUnreachable, with what to do. */
export async function openOwnServer(config: Config, tell: Tell | null = null): Promise<EmbeddedServer> {
  const what = hasLedger(config)
    ? 'Starting PostgreSQL …'
    : `Making the database of ${config.dataDir}, once; it takes some seconds …`
  try {
    return await saying(what, tell, () => openEmbeddedServer(config.dataDir))
  } catch (error) {
    const fault = dataDirFault(error, config)
    if (fault) throw fault
    // A refused path is the operator's: its error says more than the server's.
    if (isOfPath(error)) throw error
    throw new EngineUnreachable(whyNoServer(error as Error, config))
  }
}

function whyNoServer(error: Error, config: Config): string {
  if (error instanceof NoServer) return error.message
  if (NO_CONNECTION.test(error.message))
    return `The embedded PostgreSQL under ${config.dataDir} has no connection left: ${error.message} End what else works with this DATA_DIR, services and commands; each takes 30 at most. Then run the command again.`
  const log = serverLog(config)
  const where = existsSync(log) ? `Look at ${log}, or set` : 'Set'
  const said = error.message.replace(/\.?$/, '.')
  return `The embedded PostgreSQL can't be used: ${said} ${where} DATABASE_URL to another PostgreSQL.`
}

/** PostgreSQL's messages for 53300. */
const NO_CONNECTION = /too many clients already|remaining connection slots are reserved/

/** With an external PostgreSQL, DATA_DIR may be read-only: each write reports that itself. */
function closeToOthers({ dataDir }: Config) {
  try {
    makeDataDir(dataDir, null)
  } catch {
    // Left as it is.
  }
}

const isOfPath = (error: unknown) => typeof (error as NodeJS.ErrnoException).path === 'string'

/** Whether anything is stored yet: otherwise reading the ledger would create an empty one. */
export function hasLedger({ databaseUrl, dataDir }: Config): boolean {
  return databaseUrl !== null || isBegun(dataDir)
}
