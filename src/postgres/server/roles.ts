import { createHash } from 'node:crypto'
import type pg from 'pg'
import { APP_ROLE } from './grant-tables.js'

/** Both are serialised among processes by these advisory locks ("ESTR", "ESTG" as numbers). */
const MAKING_ROLE = 0x45535452

/** The application's password follows from the owner's: whoever may read that file may be either. */
export function appPassword(ownerPassword: string): string {
  return createHash('sha256').update(`${APP_ROLE} ${ownerPassword}`).digest('hex')
}

/** Makes the application's role where it is missing. `owner` is a connection of the owner of the server. */
export async function ensureAppRole(owner: pg.ClientBase, password: string): Promise<void> {
  await owner.query('select pg_advisory_lock($1)', [MAKING_ROLE])
  try {
    const { rowCount } = await owner.query('select from pg_roles where rolname = $1', [APP_ROLE])
    if (rowCount === 0) await owner.query(`create role ${APP_ROLE} login password '${password}'`)
  } finally {
    await owner.query('select pg_advisory_unlock($1)', [MAKING_ROLE])
  }
}
