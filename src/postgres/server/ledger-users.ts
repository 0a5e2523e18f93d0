import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { inSchema, tablesOf } from './copied-tables.js'
import { SCHEMA } from './database.js'

/**
 * Keeps everybody else from writing the ledger until the transaction ends, and from asking whose it is: a process that starts
 * is told only when that is settled. Another schema's locks are its own. Needs the owner's rights.
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

/** Of one who copies a ledger, and of the lease that each process of the embedded server holds. */
const COPIES = 'estafette copy'
const LEASES = 'estafette lease'

/** A session that was ended a moment ago is still named; in milliseconds. */
const PARTING_MS = 3000
const LOOK_EVERY_MS = 100

/**
 * Is a service, a worker or a command at work with this ledger? By the names of its sessions: those who only copy don't count, and of leases of
 * the embedded server `ownLeases` are ours; null where there are none of this server.
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
