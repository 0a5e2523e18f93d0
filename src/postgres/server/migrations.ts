import { type Migration, sql } from 'kysely'
import { FROM_0001 } from '../migrations/0001-0016.js'
import { FROM_0017 } from '../migrations/0017-0057.js'
import { REFUSALS } from '../schema/append-only.js'
import { DELIVERY } from '../schema/delivery.js'
import { EDITIONS } from '../schema/editions.js'
import { FOLLOW_UPS } from '../schema/follow-ups.js'
import { OPERATIONS } from '../schema/operations.js'
import { RETURNED_MAIL } from '../schema/returned-mail.js'
import { SIGN_OFF } from '../schema/sign-off.js'
import { UPDATES } from '../schema/updates.js'

/** The upgrades of an older ledger, each under its name in the ledger. */
const MIGRATIONS: Record<string, string> = { ...FROM_0001, ...FROM_0017 }

const SCHEMA = [REFUSALS, UPDATES, EDITIONS, SIGN_OFF, DELIVERY, RETURNED_MAIL, FOLLOW_UPS, OPERATIONS]

/** The names of this version's migrations, in order. */
export const migrationNames = (): string[] => Object.keys(MIGRATIONS).sort()

/**
 * The migrations to run now: all, or the named ones. On a ledger without any, the first creates the whole schema and the others are only recorded.
 * With names, each runs as it is.
 */
export function migrationsToRun(names: string[] | null): Record<string, Migration> {
  const wanted = migrationNames().filter(name => names === null || names.includes(name))
  const first = wanted.length === migrationNames().length ? wanted[0] : null
  let isNew = false
  const statements = (name: string) => {
    if (name === first) isNew = true
    if (isNew) return name === first ? SCHEMA.join('') : ''
    return MIGRATIONS[name] ?? ''
  }
  return Object.fromEntries(
    wanted.map(name => [name, { up: async db => void (await sql.raw(statements(name)).execute(db)) }]),
  )
}
