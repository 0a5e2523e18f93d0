import { createHash } from 'node:crypto'
import type pg from 'pg'
import { APP_ROLE } from './grant-tables.js'

/** These advisory locks serialise both among processes ("ESTR", "ESTG" as numbers). */
const MAKING_ROLE = 0x45535452

/** The application's password, derived from the owner's: a reader of that file may act as either. */
export function appPassword(ownerPassword: string): string {
  return createHash('sha256').update(`${APP_ROLE} ${ownerPassword}`).digest('hex')
}

/** Creates the application's role if missing. `owner` is a connection of the server's owner. */
export async function ensureAppRole(owner: pg.ClientBase, password: string): Promise<void> {
  await owner.query('select pg_advisory_lock($1)', [MAKING_ROLE])
  try {
    const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [APP_ROLE])
    if (rowCount === 0) await owner.query(`create role ${APP_ROLE} login password '${password}'`)
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [MAKING_ROLE])
  }
}
