import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { inSchema, tablesOf } from './copied-tables.js'
import { SCHEMA } from './database.js'

/**
 * Keeps other sessions from writing the ledger, or asking for its place, until the transaction ends: a starting process waits for the result. Other
 * schemas have locks of their own. Needs the owner's rights.
 */
export async function lockLedger(client: pg.ClientBase): Promise<void> {
  const tables = (await tablesOf(client, SCHEMA)).map(({ table }) => table)
  await client.query("set local lock_timeout = '10s'")
  const others = tables.filter(table => table !== 'instance').map(table => inSchema(SCHEMA, table))
  if (tables.includes('instance'))
    await client.query(`lock table ${inSchema(SCHEMA, 'instance')} in access exclusive mode`)
  if (others.length > 0) await client.query(`lock table ${others.join(', ')} in share mode`)
  await client.query('set local lock_timeout = 0')
}

/** Sessions that copy a ledger, and leases of processes on the embedded server. */
const COPIES = 'estafette copy'
const LEASES = 'estafette lease'

/** In milliseconds: a session that just ended is still listed. */
const PARTING_MS = 3000
const LOOK_EVERY_MS = 100

/**
 * Whether a service, worker or command uses this ledger, by its sessions' names. Copying sessions don't count; `ownLeases` of the embedded server's
 * leases are ours, null without such a server.
 */
export async function isAtWork(client: pg.ClientBase, ownLeases: number | null): Promise<boolean> {
  const end = performance.now() + PARTING_MS
  while (await hasSessions(client, ownLeases)) {
    if (performance.now() > end) return true
    await pause(LOOK_EVERY_MS)
  }
  return false
}

async function hasSessions(client: pg.ClientBase, ownLeases: number | null): Promise<boolean> {
  const { rows } = await client.query<{ name: string }>(
    `select application_name as name from pg_stat_activity
     where datname = current_database() and application_name like 'estafette%' and application_name <> $1`,
    [COPIES],
  )
  const leases = rows.filter(({ name }) => name === LEASES).length
  return (ownLeases !== null && leases > ownLeases) || rows.length > leases
}
