import type pg from 'pg'
import type { Config } from '../../config.js'
import { silent } from '../../log.js'
import type { Clock } from '../../model/calendar/clock.js'
import { migrationsOf } from '../../postgres/operations/backup-source.js'
import { SCHEMA } from '../../postgres/server/database.js'
import { openLedgerEngine } from './engines.js'
import { openInstance } from './instance.js'

/**
 * Whether there is a ledger that may send from here, so that its record of what left is complete. Migrates its tables; creates none. Throws
 * EngineUnreachable, also for tables of a newer version.
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
