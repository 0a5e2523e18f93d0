import type pg from 'pg'
import type { TableSection } from '../../model/operations/backup.js'
import type { BackupHeader, LedgerCounts } from '../../model/operations/backup-header.js'
import { OPEN_LIST } from '../delivery/states.js'
import { type CopiedTable, copyOut, tablesOf } from '../server/copied-tables.js'
import { sequencesOf } from '../server/copying.js'
import { SCHEMA } from '../server/database.js'

/** The ledger's part of a backup's header. */
export type LedgerPart = Pick<BackupHeader, 'madeAt' | 'migrations' | 'bornAt' | 'counts' | 'sequences'>

export type BackupSource = {
  header: LedgerPart
  tables: (TableSection & { content: () => AsyncIterable<Buffer> })[]
  close: () => Promise<void>
}

/** A snapshot of a ledger over its own connection, while others write. Throws PostgreSQL's error. Null when there are no tables. */
export async function openBackupSource(client: pg.Client): Promise<BackupSource | null> {
  try {
    await client.query('begin isolation level repeatable read, read only')
    const header = await ledgerPart(client)
    if (!header) {
      await client.end()
      return null
    }
    return { header, tables: sections(client, await tablesOf(client, SCHEMA)), close: () => client.end() }
  } catch (error) {
    await client.end()
    throw error
  }
}

/** Tables as sections of a backup, read over a connection with an open transaction. */
export const sections = (client: pg.ClientBase, tables: CopiedTable[]): BackupSource['tables'] =>
  tables.map(table => ({
    kind: 'table',
    table: table.table,
    columns: table.columns,
    content: () => copyOut(client, SCHEMA, table),
  }))

/** Null when there is no ledger. */
export async function ledgerPart(client: pg.ClientBase, schema = SCHEMA): Promise<LedgerPart | null> {
  const applied = await migrationsOf(client, schema)
  if (applied === null) return null
  const { rows } = await client.query('select now() as at')
  return {
    madeAt: rows[0].at.toISOString(),
    migrations: applied,
    bornAt: await bornAt(client, schema),
    counts: await countsOf(client, schema),
    sequences: await sequencesOf(client, schema),
  }
}

/** The applied migrations of a schema, by name; null when it has no tables. */
export async function migrationsOf(client: pg.ClientBase, schema: string): Promise<string[] | null> {
  const { rows: made } = await client.query('select to_regclass($1) is not null as made', [
    `${schema}.kysely_migration`,
  ])
  if (!made[0].made) return null
  const { rows } = await client.query<{ name: string }>(
    `select name from ${schema}.kysely_migration order by name`,
  )
  return rows.length > 0 ? rows.map(({ name }) => name) : null
}

/** The instant of a ledger's first opening, which identifies it; all copies share it. */
export async function bornAt(client: pg.ClientBase, schema: string): Promise<string | null> {
  const { rows: made } = await client.query('select to_regclass($1) is not null as made', [
    `${schema}.instance`,
  ])
  if (!made[0].made) return null
  const { rows } = await client.query<{ since: string }>(
    `select to_char(since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as since
     from ${schema}.instance order by id limit 1`,
  )
  return rows[0]?.since ?? null
}

async function countsOf(client: pg.ClientBase, schema: string): Promise<LedgerCounts> {
  const { rows } = await client.query<LedgerCounts>(
    `select (select count(*)::int from ${schema}.edition) as editions,
       (select id from ${schema}.edition order by created_at desc, id desc limit 1) as "lastEdition",
       d.deliveries, d.open, d."inDoubt", 0 as notices
     from (select count(*)::int as deliveries,
         (count(*) filter (where state in ${OPEN_LIST}))::int as open,
         (count(*) filter (where state = 'in-doubt'))::int as "inDoubt" from ${schema}.delivery) d`,
  )
  const counts = rows[0] as LedgerCounts
  const { rows: made } = await client.query('select to_regclass($1) is not null as made', [
    `${schema}.notice`,
  ])
  if (!made[0].made) return counts
  const { rows: waiting } = await client.query(
    `select count(*)::int as n from ${schema}.notice where state = 'pending'`,
  )
  return { ...counts, notices: waiting[0].n }
}

/** The first table of a schema that has rows, apart from its place; null: none has. */
export async function firstTableWithRows(client: pg.ClientBase, schema: string): Promise<string | null> {
  for (const { table } of await tablesOf(client, schema)) {
    if (table === 'instance') continue
    const { rows } = await client.query(`select exists (select from ${schema}."${table}") as holds`)
    if (rows[0].holds) return table
  }
  return null
}
