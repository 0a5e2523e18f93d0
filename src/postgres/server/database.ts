import { Kysely, Migrator, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Tables } from '../tables.js'
import { connectOne, openPool } from './connection.js'
import { grantTables } from './grant-tables.js'
import { migrationsToRun } from './migrations.js'
import { refuseSharedSessions, SharedSessions } from './pooler.js'
import { type Prepared, prepareOn } from './prepared.js'
import { remedyOf, wordsOf } from './refusal.js'

export type Database = Kysely<Tables>
export type OpenDatabase = { db: Database; prepared: Prepared; url: string; close: () => Promise<void> }

/** PostgreSQL doesn't answer, or lacks something; the message tells the operator what to do. */
export class DatabaseUnreachable extends Error {}

/** Dates without time stay text; bigint counts are small here and become numbers. */
pg.types.setTypeParser(pg.types.builtins.DATE, text => text)
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/** The schema of the ledger's tables. */
export const SCHEMA = 'estafette'
const OLDEST_VERSION = 140_000

/**
 * Opens a PostgreSQL (14 or later) and migrates the schema `estafette`; processes may do so in parallel. With `ownerUrl` the owner migrates, and
 * `url` only gets the application's rights: it can't change append-only tables (roles.ts). Throws DatabaseUnreachable.
 */
export async function openDatabase(
  url: string,
  {
    connections = 8,
    ownerUrl = null,
    log = null,
  }: { connections?: number; ownerUrl?: string | null; log?: string | null } = {},
): Promise<OpenDatabase> {
  const db = connect(url, connections)
  try {
    for (const one of new Set([url, ownerUrl ?? url])) await refuseSharedSessions(one)
    await prepare(ownerUrl ?? url)
    if (ownerUrl) {
      await grantTables(ownerUrl, SCHEMA, decodeURIComponent(new URL(url).username))
      await checkVersion(db)
    }
  } catch (error) {
    await db.destroy()
    if (error instanceof SharedSessions) throw new DatabaseUnreachable(error.message)
    throw new DatabaseUnreachable(`PostgreSQL: ${wordsOf(error)} ${remedy(error, log)}`)
  }
  const prepared = prepareOn(
    openPool(url, { connections: KEYED_CONNECTIONS, schema: SCHEMA, settings: KEYED_SESSION }),
  )
  return { db, prepared, url, close: async () => void (await Promise.all([prepared.close(), db.destroy()])) }
}

/** One per step of the ledger; opened at first use, closed when unused. */
const KEYED_CONNECTIONS = 4

/** Migrates the tables on a connection without time limits. */
async function prepare(url: string) {
  const db = connect(url, 1, true)
  try {
    await checkVersion(db)
    await migrate(db)
  } finally {
    await db.destroy()
  }
}

function connect(url: string, connections: number, patient = false): Database {
  const pool = openPool(url, { connections, schema: SCHEMA, patient })
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
}

/** `log`: the embedded server's, which no variable names. */
function remedy(error: unknown, log: string | null): string {
  if (error instanceof NewerTables) return 'Run that version, or restore a backup of before.'
  const { code = '', message } = error as { code?: string; message?: string }
  const known = remedyOf(code, message)
  return known ?? (log ? `Look at ${log}.` : 'Check DATABASE_URL.')
}

/** Tables of a newer version: this one would not maintain them. */
class NewerTables extends Error {}

async function checkVersion(db: Database) {
  const { rows } = await sql<{ v: string }>`select current_setting('server_version_num') as v`.execute(db)
  const version = Number(rows[0]?.v)
  if (version < OLDEST_VERSION)
    throw new Error(`version ${version / 10_000} is too old, 14 or later is needed`)
}

/** Creates Estafette's tables in a schema, up to date or as after certain migrations. Throws PostgreSQL's error. */
export async function migrateSchema(url: string, schema: string, names: string[] | null = null) {
  const pool = openPool(url, { connections: 1, schema, patient: true })
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  try {
    await checkVersion(db)
    await migrate(db, schema, names)
  } finally {
    await db.destroy()
  }
}

async function migrate(db: Database, schema = SCHEMA, names: string[] | null = null) {
  const migrations = migrationsToRun(names)
  const migrator = new Migrator({
    db,
    migrationTableSchema: schema,
    // A lower number may land later from a branch; migrations don't depend on another's table unless they say so.
    allowUnorderedMigrations: true,
    provider: { getMigrations: async () => migrations },
  })
  const { error } = await migrator.migrateToLatest()
  if (error) throw newer(error) ?? error
}

/** Kysely's error for an applied migration that isn't among ours. */
function newer(error: unknown): NewerTables | null {
  const name = /previously executed migration (\S+) is missing/.exec((error as Error).message)?.[1]
  return name ? new NewerTables(`the tables were made by a newer Estafette (${name})`) : null
}

/** Removes everything of Estafette in this database, for the demo. */
export async function emptyDatabase(url: string) {
  const client = await connectOne(url)
  await client.query(`drop schema if exists ${SCHEMA} cascade; drop schema if exists bullmq cascade`)
  await client.end()
}

/**
 * Such sessions plan a statement once and find rows by key, whatever the statistics say. An edition of 100,000 deliveries appears at once; until the
 * next ANALYZE PostgreSQL assumes an empty table and scans it. Planning each time costs more than running.
 */
const KEYED_SESSION = {
  // decision 23
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
}
