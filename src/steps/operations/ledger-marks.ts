import { epochOf } from '../../model/operations/instance.js'
import { countSeen } from '../../postgres/operations/await-take-over.js'
import { serverState } from '../../postgres/server/server-state.js'
import { maySend, type OwnLedger, waits } from './own-ledger.js'

export function lookOnce(own: OwnLedger): Promise<boolean> {
  own.looking ??= look(own).finally(() => {
    own.looking = null
  })
  return own.looking
}

/** First in the ledger, then on the disks: their record is never ahead of it. */
async function look(own: OwnLedger): Promise<boolean> {
  if (!(await maySend(own)) || !own.ours) return false
  const at = performance.now()
  const mine = own.ours
  const counted = await countSeen(own.engine.db, mine.last.id)
  if (counted && counted.seen > mine.seen) return mark(own, mine, { ...counted, at })
  // Taken over, found to be a copy, or rolled back while in use.
  own.ours = null
  if (counted) await waits(own, { kind: 'awaits', reason: 'older', since: null })
  return maySend(own)
}

async function mark(
  own: OwnLedger,
  mine: NonNullable<OwnLedger['ours']>,
  { seen, hasEditions, at }: { seen: number; hasEditions: boolean; at: number },
): Promise<boolean> {
  const { engine, sightings, clock } = own
  // Another look may have found that it awaits take-over.
  if (own.ours?.last.id !== mine.last.id) return maySend(own)
  own.ours = { ...mine, seen, at }
  // Another server has not yet been found complete.
  const state = await serverState(engine.db)
  if (state?.life !== own.server?.life) return lookAgain(own)
  own.server = state
  const { life, timeline, lsn } = state ?? {}
  const seenNow = { lineage: mine.lineage, epoch: epochOf(mine.last), seen, hasEditions, where: engine.where }
  await sightings.keep({ ...seenNow, ...(state ? { life, timeline, lsn } : {}) }, clock())
  return true
}

function lookAgain(own: OwnLedger): Promise<boolean> {
  own.askedAt = Number.NEGATIVE_INFINITY
  return maySend(own)
}

/** Searches for what the ledger has forgotten; true when nothing leaves any more. */
export async function lookForForgotten(own: OwnLedger): Promise<boolean> {
  own.lookedInto = null
  own.isDoubted = true
  // A look already running did not search for it.
  let may = await lookAgain(own)
  while (own.isDoubted) may = await lookAgain(own)
  return !may
}
