import type { Config } from '../../config.js'
import type { Clock } from '../../model/calendar/clock.js'
import { lineageOf } from '../../model/operations/instance.js'
import { awaitTakeOver } from '../../postgres/operations/await-take-over.js'
import { databaseMark } from '../../postgres/operations/instance.js'
import { type LookedInto, lookInto } from '../../postgres/operations/looked-into.js'
import { isBegun } from '../../postgres/server/cluster-place.js'
import { openDatabase } from '../../postgres/server/database.js'
import { openEmbeddedServer } from '../../postgres/server/embedded.js'
import { EMBEDDED } from './engines.js'
import { fileMarks } from './file-marks.js'
import { lastUsed } from './mark-places.js'

/** Two ledgers, and no decision which one goes on; for the operator, with what to do. */
export type Undecided = { detail: string; fix: string }
export class UndecidedLedger extends Error {
  constructor({ detail, fix }: Undecided) {
    super(`${detail} ${fix}`)
  }
}

/** How long each server may take to answer, in milliseconds. */
const PATIENCE_MS = 20_000

/**
 * Whether a new ledger would begin although this DATA_DIR has worked with another that holds editions: the week would be sent again. `url` and
 * `where`: the answering ledger's. Null when not. decision 9
 */
export async function otherLedger(config: Config, url: string, where: string): Promise<Undecided | null> {
  const last = lastUsed(config)
  if (!last && !config.databaseUrl) return null
  const here = await lookInto(url, PATIENCE_MS)
  if (last) {
    const isSame = last.lineage === lineageOf(here.settlings)
    return isSame || !last.hasEditions ? null : sentence(config, last.where, where)
  }
  if (!isBegun(config.dataDir)) return null
  // Earlier versions recorded nothing: the editions show which was used last.
  const beside = await lookBeside(config)
  if (beside === null) return sentence(config, EMBEDDED, where)
  const isLeft = beside.settlings.at(-1)?.awaits ?? null
  if (beside.editions === 0 || isLeft === 'moved' || isLeft === 'left') return null
  const isNewer = here.lastFrozen !== null && here.lastFrozen > (beside.lastFrozen as Date)
  return isNewer ? null : sentence(config, EMBEDDED, where)
}

/** Records a person's decision that the embedded ledger beside DATABASE_URL is finished: it sends nothing any more. */
export async function leaveEmbedded(config: Config, by: string, clock: Clock): Promise<void> {
  if (!config.databaseUrl || !isBegun(config.dataDir)) return
  const server = await openEmbeddedServer(config.dataDir, PATIENCE_MS)
  try {
    const { db, close } = await openDatabase(server.appUrl, { connections: 1, ownerUrl: server.url })
    try {
      const here = { database: await databaseMark(db), ...fileMarks(config.dataDir) }
      await awaitTakeOver(db, here, 'left', clock(), by)
    } finally {
      await close()
    }
  } finally {
    await server.close()
  }
}

/** Null when it can't be started: its content is unknown. */
async function lookBeside(config: Config): Promise<LookedInto | null> {
  try {
    const server = await openEmbeddedServer(config.dataDir, PATIENCE_MS)
    try {
      return await lookInto(server.url, PATIENCE_MS)
    } finally {
      await server.close()
    }
  } catch {
    return null
  }
}

function sentence({ dataDir }: Config, last: string, here: string): Undecided {
  const [was, is] = [named(last, dataDir), named(here, dataDir)]
  const decide = 'If that one is finished: estafette take-over --leave-other --by EMAIL'
  return {
    detail: `${dataDir} has worked with ${was}, which holds editions; ${is} is another one, and would send again what that one has sent.`,
    fix: `${wayBack(last, here)} ${decide}`,
  }
}

function wayBack(last: string, here: string): string {
  if (last !== EMBEDDED) return 'To go on there, let DATABASE_URL lead to it.'
  if (here === EMBEDDED) return 'To go on there, put its files back.'
  return 'To take it along, unset DATABASE_URL: estafette move --to URL.'
}

const named = (where: string, dataDir: string) =>
  where === EMBEDDED ? `the embedded ledger under ${dataDir}` : `the ledger at ${where}`
