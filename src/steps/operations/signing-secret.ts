import { type Config, existingSecret, tokenSecret } from '../../config.js'
import type { Clock } from '../../model/calendar/clock.js'
import { isSignedWith } from '../../model/delivery/delivery.js'
import { goesWith, secretMark } from '../../model/operations/secret-mark.js'
import type { LookedInto } from '../../postgres/operations/looked-into.js'
import {
  adoptSecretMark,
  changeSecretMark,
  keptSecretMark,
  lastSigned,
} from '../../postgres/operations/secret-mark.js'
import type { Opened } from '../opened.js'
import type { LedgerEngine } from './engines.js'

/** A SECRET that differs from the ledger's; for the operator, with what to do. */
export type OtherSecret = { detail: string; fix: string }

/**
 * Whether the present SECRET differs from the ledger's: links and bounces of one service would mean nothing to the other. A ledger without mark or
 * mails adopts the present one. An earlier version's has mails but no mark: they decide, since a worker with another secret may come first. Null when
 * it fits.
 */
export async function otherSecret(
  config: Config,
  { db }: Pick<LedgerEngine, 'db'>,
  clock: Clock,
): Promise<OtherSecret | null> {
  const kept = await keptSecretMark(db)
  const other = otherSecretThan(config, { secretMark: kept, lastSigned: kept ? null : await lastSigned(db) })
  if (kept !== null || other) return other
  const stands = await adoptSecretMark(db, secretMark(tokenSecret(config)), clock())
  return goesWith(stands, existingSecret(config)) ? null : sentence(config)
}

/** The same for a ledger that was only inspected; stores and creates nothing. */
export function otherSecretThan(
  config: Config,
  { secretMark: kept, lastSigned: last }: Pick<LookedInto, 'secretMark' | 'lastSigned'>,
): OtherSecret | null {
  const here = existingSecret(config)
  const isOurs = kept !== null || !last ? goesWith(kept, here) : here !== null && isSignedWith(last, here)
  return isOurs ? null : sentence(config)
}

/** Records a person's decision that the ledger has the present SECRET. */
export async function signAnew({ config, engine, clock }: Opened, by: string): Promise<void> {
  await changeSecretMark(engine.db, secretMark(tokenSecret(config)), by, clock())
}

function sentence(config: Config): OtherSecret {
  return {
    detail: `${differs(config)}: links in mails, and bounces, of one service would mean nothing to the other.`,
    fix: 'Set SECRET to that of the other services (where they have none, it is in their DATA_DIR/secret). If it is changed on purpose: estafette take-over --new-secret --by EMAIL',
  }
}

function differs(config: Config): string {
  if (existingSecret(config) === null) return 'none is set here, and this ledger is signed with one'
  const here = config.secret.reveal() ? 'it' : `${config.dataDir}/secret`
  return `${here} is not the one with which this ledger is signed`
}
