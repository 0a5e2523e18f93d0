import type { Config } from '../../config.js'
import { readMarks } from '../../files/high-water-marks.js'
import { type Finding, fine, wrong } from '../../model/delivery/sender-finding.js'
import { type LedgerPlace, standingOf } from '../../model/operations/instance.js'
import type { LookedInto } from '../../postgres/operations/looked-into.js'
import type { Inspected } from '../../postgres/server/inspect.js'
import { EMBEDDED, NO_FOLDER, whereOf } from './engines.js'
import { fileMarks } from './file-marks.js'
import { markPlaces } from './mark-places.js'
import { otherLedger } from './other-ledger.js'
import { otherSecretThan } from './signing-secret.js'
import { whyItWaits } from './standing-words.js'

/** Whether this is the ledger that lives here, a copy, a rolled back one or another. Changes nothing; `url` is the ledger's. */
export async function ledgerChecks(config: Config, { ledger }: Inspected, url: string): Promise<Finding[]> {
  const check = 'ledger'
  const other = await otherLedger(config, url, config.databaseUrl ? whereOf(url) : EMBEDDED)
  if (other) return [wrong(check, other.detail, other.fix)]
  if (!ledger) return []
  const secret = secretFinding(config, ledger)
  const sightings = readMarks(markPlaces(config, ledger.database))
  const standing = standingOf(ledger.settlings, placeOf(config, ledger.database), sightings)
  if (standing.kind === 'ours') return [fine(check, 'lives here'), secret]
  const fix =
    'What it would send: estafette take-over. When its original sends no more: estafette take-over --by EMAIL'
  return [wrong(check, `nothing leaves from here: ${whyItWaits(standing.reason)}`, fix), secret]
}

function secretFinding(config: Config, ledger: LookedInto): Finding {
  const check = 'ledger-secret'
  const other = otherSecretThan(config, ledger)
  if (other) return wrong(check, other.detail, other.fix)
  return ledger.secretMark === null && ledger.lastSigned === null
    ? fine(check, 'the first service that starts decides with which SECRET it is signed')
    : fine(check, 'signed with the SECRET that is here')
}

function placeOf(config: Config, database: string): LedgerPlace {
  const marks = config.databaseUrl ? NO_FOLDER : fileMarks(config.dataDir)
  return { database, ...marks }
}
