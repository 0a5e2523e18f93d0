import pg from 'pg'
import type { TableSection } from '../../model/operations/backup.js'
import type { Sequence } from '../../model/operations/backup-header.js'
import { type CopiedTable, copyIn, inSchema, tablesOf } from './copied-tables.js'
import { connectToCopy, setSequences } from './copying.js'
import { migrateSchema, SCHEMA } from './database.js'

/** The schema in which a ledger is built unseen; an unfinished one is dropped. */
export const STAGING = 'estafette_staging'

export type Staging = {
  tables: CopiedTable[]
  /** Loads a table's rows and resolves to their number; null when neither this version nor the backup's creates that table. */
  load: (section: TableSection, content: AsyncIterable<Buffer>) => Promise<number | null>
  /** Restores constraints and triggers, continues the sequences, and migrates the tables. */
  complete: (sequences: Sequence[]) => Promise<void>
  /** Its connection, for comparisons. */
  client: pg.Client
  close: () => Promise<void>
}

/**
 * Creates a ledger's tables beside the living one, as after certain migrations. They can be loaded in any order: without foreign keys, with disabled
 * triggers. `url` is the owner's. Throws PostgreSQL's error.
 */
export async function openStaging(url: string, migrations: string[]): Promise<Staging> {
  const client = await connectToCopy(url, STAGING)
  try {
    await dropStaging(client)
    await migrateSchema(url, STAGING, migrations)
    const tables = await tablesOf(client, STAGING)
    const waking = await asleep(client)
    return {
      tables,
      client,
      load: async (section, content) => {
        const known = tables.find(({ table }) => table === section.table)
        if (!known) {
          for await (const _ of content);
          return null
        }
        return copyIn(client, STAGING, section, content)
      },
      complete: async sequences => {
        for (const statement of waking) await client.query(statement)
        await setSequences(client, STAGING, sequences)
        await migrateSchema(url, STAGING)
        for (const { table } of await tablesOf(client, STAGING))
          await client.query(`analyze ${inSchema(STAGING, table)}`)
      },
      close: () => client.end(),
    }
  } catch (error) {
    await client.end()
    throw error
  }
}

export const dropStaging = (client: pg.ClientBase) => client.query(`drop schema if exists ${STAGING} cascade`)

/** Drops foreign keys and triggers; returns the statements that restore them. */
async function asleep(client: pg.Client): Promise<string[]> {
  const { rows: keys } = await client.query<{ table: string; name: string; definition: string }>(
    `select c.relname as "table", k.conname as name, pg_get_constraintdef(k.oid) as definition
     from pg_constraint k join pg_class c on c.oid = k.conrelid
     where c.relnamespace = $1::regnamespace and k.contype = 'f'`,
    [STAGING],
  )
  const { rows: triggers } = await client.query<{ table: string; name: string }>(
    `select c.relname as "table", t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = $1::regnamespace and not t.tgisinternal and t.tgenabled = 'O'`,
    [STAGING],
  )
  const alter = ({ table }: { table: string }) => `alter table ${inSchema(STAGING, table)}`
  const name = pg.escapeIdentifier
  for (const key of keys) await client.query(`${alter(key)} drop constraint ${name(key.name)}`)
  for (const one of triggers) await client.query(`${alter(one)} disable trigger ${name(one.name)}`)
  return [
    ...keys.map(key => `${alter(key)} add constraint ${name(key.name)} ${key.definition}`),
    ...triggers.map(one => `${alter(one)} enable trigger ${name(one.name)}`),
  ]
}

/** Replaces the living ledger by the staging one, within the caller's transaction. */
export async function putInPlace(client: pg.ClientBase): Promise<void> {
  await client.query(`drop schema if exists ${SCHEMA} cascade`)
  await client.query(`alter schema ${STAGING} rename to ${SCHEMA}`)
}
