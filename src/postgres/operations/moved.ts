import { createHash } from 'node:crypto'
import type pg from 'pg'
import { type CopiedTable, copyOut } from '../server/copied-tables.js'
import { SCHEMA } from '../server/database.js'
import { STAGING } from '../server/staging.js'
import { askMark } from './instance.js'

/** The last move of this ledger; null: it was never moved. */
export async function lastMove(client: pg.ClientBase): Promise<{ place: string; at: Date } | null> {
  const { rows } = await client.query<{ place: string; at: Date }>(
    `select place, at from ${SCHEMA}.move_log order by id desc limit 1`,
  )
  return rows[0] ?? null
}

/** Records that the ledger at `place` replaces this one, which sends nothing any more. decision 26 */
export async function markMoved(client: pg.ClientBase, place: string, at: Date): Promise<void> {
  await client.query(`insert into ${SCHEMA}.move_log (place, at) values ($1, $2)`, [place, at])
  await client.query(
    `insert into ${SCHEMA}.instance (database, folder, path, since, awaits)
     select database, folder, path, $1, 'moved' from ${SCHEMA}.instance order by id desc limit 1`,
    [at],
  )
}

/** Settles the staging ledger in this database. */
export async function settleMoved(client: pg.ClientBase, at: Date): Promise<void> {
  const database = await markOf(client)
  await client.query(`insert into ${STAGING}.instance (database, since) values ($1, $2)`, [database, at])
}

export const markOf = (client: pg.ClientBase) => askMark(async text => (await client.query(text)).rows)

/** A table's number of rows and their digest, in an order that all servers share. */
export async function digestOf(client: pg.ClientBase, schema: string, table: CopiedTable): Promise<string> {
  const hash = createHash('sha256')
  let rows = 0
  for await (const chunk of copyOut(client, schema, table, { ordered: true })) {
    hash.update(chunk)
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) rows++
  }
  return `${rows} rows, sha256 ${hash.digest('hex')}`
}
