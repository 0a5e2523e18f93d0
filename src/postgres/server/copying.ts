import type pg from 'pg'
import type { Sequence } from '../../model/operations/backup-header.js'
import { connectOne } from './connection.js'
import { inSchema } from './copied-tables.js'
import { refuseSharedSessions } from './pooler.js'

/** Settings under which every server writes the same value in the same way. */
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

/** A connection without time limits, whose statements work in `schema`. Throws PostgreSQL's error. */
export async function connectToCopy(url: string, schema: string): Promise<pg.Client> {
  await refuseSharedSessions(url)
  return connectOne(url, {
    application_name: 'estafette copy',
    settings: { ...SESSION, search_path: schema },
  })
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

/** Continues a schema's sequences from there; missing ones, and ones further on, stay. */
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
