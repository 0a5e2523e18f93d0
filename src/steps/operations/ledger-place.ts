import type pg from 'pg'
import type { Config } from '../../config.js'
import { connectToCopy } from '../../postgres/server/copying.js'
import { SCHEMA } from '../../postgres/server/database.js'
import { EngineUnreachable, hasLedger, openOwnServer } from './engines.js'

/** A PostgreSQL for copying a ledger: no table is created or migrated. */
export type LedgerPlace = {
  /** As the application. */
  url: string
  /** As the owner of the tables. */
  ownerUrl: string
  /** In words, without a password. */
  name: string
  isEmbedded: boolean
  close: () => Promise<void>
}

/** The PostgreSQL of the configuration. Throws ConfigError or EngineUnreachable. */
export async function openLedgerPlace(config: Config): Promise<LedgerPlace> {
  const url = config.databaseUrl?.reveal()
  if (url) return placeAt(url, config.databaseOwnerUrl?.reveal() ?? url)
  return openEmbeddedPlace(config)
}

export async function openEmbeddedPlace(config: Config): Promise<LedgerPlace> {
  const server = await openOwnServer(config)
  return {
    url: server.appUrl,
    ownerUrl: server.url,
    name: `The embedded PostgreSQL under ${config.dataDir}`,
    isEmbedded: true,
    close: server.close,
  }
}

/** A connection for copying. Throws EngineUnreachable. */
export async function connectTo({ name }: Pick<LedgerPlace, 'name'>, url: string): Promise<pg.Client> {
  return connectToCopy(url, SCHEMA).catch((error: Error) => {
    throw new EngineUnreachable(`${name}: ${error.message || 'no answer'}. Nothing was changed.`)
  })
}

const placeAt = (url: string, ownerUrl = url): LedgerPlace => ({
  url,
  ownerUrl,
  name: withoutPassword(url),
  isEmbedded: false,
  close: async () => {},
})

/** A database's address for people: without password and URL parameters. */
export function withoutPassword(url: string): string {
  const { protocol, username, host, pathname } = new URL(url)
  return `${protocol}//${username ? `${username}@` : ''}${host}${pathname}`
}

/** Whether there is an embedded ledger, regardless of DATABASE_URL. */
export const hasEmbedded = (config: Config) => hasLedger({ ...config, databaseUrl: null })
