import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import type { Sequence } from '../../model/operations/backup.js'
import { connectOne } from './connection.js'
import { refuseSharedSessions } from './pooler.js'

/** A table as its rows are copied: all columns but those that the database makes; `key` orders the rows. */
export type CopiedTable = { table: string; columns: string[]; key: string[] }

/** Every server writes the same value in the same words. */
const SESSION = {
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  timezone: 'UTC',
  extra_float_digits: '3',
  bytea_output: 'hex',
  client_encoding: 'UTF8',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
}

/** A connection that may take as long as it takes, its statements in `schema`. Throws what PostgreSQL says. */
export async function connectToCopy(url: string, schema: string): Promise<pg.Client> {
  await refuseSharedSessions(url)
  return connectOne(url, {
    application_name: 'estafette copy',
    settings: { ...SESSION, search_path: schema },
  })
}

/** All tables of a schema, whoever made them, but the migrator's own. */
export async function tablesOf(client: pg.ClientBase, schema: string): Promise<CopiedTable[]> {
  const { rows } = await client.query<CopiedTable>(
    `select c.relname as "table",
       array(select a.attname::text from pg_attribute a
         where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
       coalesce((select array_agg(a.attname::text order by k.place) from pg_index i
         cross join lateral unnest(i.indkey) with ordinality as k(attnum, place)
         join pg_attribute a on a.attrelid = c.oid and a.attnum = k.attnum
         where i.indrelid = c.oid and i.indisprimary), '{}') as key
     from pg_class c where c.relnamespace = to_regnamespace($1) and c.relkind = 'r' and c.relname not like 'kysely\\_%'
     order by c.relname`,
    [schema],
  )
  return rows
}

export async function sequencesOf(client: pg.ClientBase, schema: string): Promise<Sequence[]> {
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = to_regnamespace($1) and relkind = 'S' order by relname`,
    [schema],
  )
  const sequences: Sequence[] = []
  for (const { name } of rows) {
    const read = `select last_value::text as value, is_called as called from ${inSchema(schema, name)}`
    const { value, called } = (await client.query<Omit<Sequence, 'name'>>(read)).rows[0] as Omit<
      Sequence,
      'name'
    >
    sequences.push({ name, value, called })
  }
  return sequences
}

/** Lets the sequences of a schema go on from there; one that it doesn't have, and one that is further, stays. */
export async function setSequences(
  client: pg.ClientBase,
  schema: string,
  sequences: Sequence[],
): Promise<void> {
  const there = new Map((await sequencesOf(client, schema)).map(one => [one.name, one]))
  for (const { name, value, called } of sequences) {
    const known = there.get(name)
    if (!known || BigInt(known.value) > BigInt(value)) continue
    await client.query('select setval($1::regclass, $2::bigint, $3)', [inSchema(schema, name), value, called])
  }
}

/** The rows of a table in COPY's text format, a line each; `ordered`: in an order that is the same on every server. */
export function copyOut(
  client: pg.ClientBase,
  schema: string,
  { table, columns, key }: CopiedTable,
  { ordered = false } = {},
): AsyncIterable<Buffer> {
  const [from, list] = [inSchema(schema, table), listed(columns)]
  const by = listed(key.length > 0 ? key : columns, name => `${name}::text collate "C"`)
  const what = ordered ? `(select ${list} from ${from} order by ${by})` : `${from} (${list})`
  return client.query(copyTo(`copy ${what} to stdout`))
}

/** Writes rows in COPY's text format; resolves to how many. Throws what PostgreSQL says. */
export async function copyIn(
  client: pg.ClientBase,
  schema: string,
  { table, columns }: Pick<CopiedTable, 'table' | 'columns'>,
  content: AsyncIterable<Buffer>,
): Promise<number> {
  const copy = client.query(copyFrom(`copy ${inSchema(schema, table)} (${listed(columns)}) from stdin`))
  await pipeline(Readable.from(content), copy)
  return copy.rowCount
}

export const inSchema = (schema: string, name: string) =>
  `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`

const listed = (names: string[], write = (name: string) => name) =>
  names.map(name => write(pg.escapeIdentifier(name))).join(', ')
