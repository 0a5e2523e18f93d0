import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** A table as copied: all columns except generated ones; `key` orders the rows. */
export type CopiedTable = { table: string; columns: string[]; key: string[] }

/** All tables of a schema, of any owner, except the migrator's. */
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

/** A table's rows in COPY's text format, one per line; `ordered`: in an order that all servers share. */
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

/** Writes rows in COPY's text format and resolves to their number. Throws PostgreSQL's error. */
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
