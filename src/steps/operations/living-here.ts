import type pg from 'pg'
import type { Config } from '../../config.js'
import { silent } from '../../log.js'
import type { Clock } from '../../model/calendar/clock.js'
import { migrationsOf } from '../../postgres/operations/backup-source.js'
import { SCHEMA } from '../../postgres/server/database.js'
import { openLedgerEngine } from './engines.js'
import { openInstance } from './instance.js'

/**
 * Is there a ledger that may send from here, so that what it says has left is all that has left? Brings its tables up to date. A place without
 * tables is left without. Throws EngineUnreachable, as when a newer version made the tables.
 */
export async function isLivingHere(
  { config, clock }: { config: Config; clock: Clock },
  client: pg.ClientBase,
): Promise<boolean> {
  if ((await migrationsOf(client, SCHEMA)) === null) return false
  const engine = await openLedgerEngine(config, 2)
  try {
    return await openInstance({ config, engine, clock, log: silent }).maySend()
  } finally {
    await engine.close()
  }
}
