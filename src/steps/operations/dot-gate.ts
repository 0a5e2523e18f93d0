import type { PassedGate } from '../../model/delivery/passed-gate.js'
import { countSeen } from '../../postgres/operations/await-take-over.js'
import { serverState } from '../../postgres/server/server-state.js'
import { markOf, maySend, type OwnLedger, putInDoubt, waits } from './own-ledger.js'

/** What a mail asks of its ledger: before its claim, and before its dot leaves. decision 9 */
export function dotGate(own: OwnLedger) {
  return {
    /** Whether mail may leave from here. */
    maySend: () => maySend(own),
    hasForgotten: (one: Pick<PassedGate, 'delivery' | 'attempt'>) => hasForgotten(own, one),
    attest: () => attest(own),
    pass: (one: PassedGate, commit: Commit) => pass(own, one, commit),
  }
}

/** Commits a gate in the ledger, on this life of its server alone; null where it tells none. False when the dot must not leave. */
type Commit = (life: string | null) => Promise<boolean>

/**
 * Whether a delivery passed the gate with this or a later attempt although the ledger only begins it. The ledger has lost that, and perhaps more:
 * known passed gates are put in doubt, and nothing leaves.
 */
async function hasForgotten(own: OwnLedger, one: Pick<PassedGate, 'delivery' | 'attempt'>): Promise<boolean> {
  const whether = (await own.passed?.whetherPassed(one)) ?? 'no'
  if (whether === 'no') return false
  const isForgotten = whether === 'passed' && (await lookForForgotten(own))
  // Another process of this DATA_DIR may have recorded it: the look has read that.
  if ((await own.passed?.whetherPassed(one)) !== 'awaited') return isForgotten
  await putInDoubt(own, [{ ...one, claim: 0, isThere: true }])
  return true
}

/** Searches for what the ledger has forgotten; true when nothing leaves any more. */
async function lookForForgotten(own: OwnLedger): Promise<boolean> {
  own.lookedInto = null
  own.isDoubted = true
  // A look already running did not search for it.
  let may = await askAgain(own)
  while (own.isDoubted) may = await askAgain(own)
  return !may
}

function askAgain(own: OwnLedger): Promise<boolean> {
  own.askedAt = Number.NEGATIVE_INFINITY
  return maySend(own)
}

/** Opens the gate. Before the dot leaves, DATA_DIR records it too: the server may forget. */
async function pass(own: OwnLedger, one: PassedGate, commit: Commit): Promise<boolean> {
  if (!(await attest(own))) return false
  const isOpen = await commit(own.server?.life ?? null)
  if (isOpen) {
    await own.passed?.note(one)
    return true
  }
  // Stopped, taken by another worker, or on a server not yet checked: the next mail looks at the server.
  own.askedAt = Number.NEGATIVE_INFINITY
  if (own.ours) own.ours = { ...own.ours, at: Number.NEGATIVE_INFINITY }
  return false
}

/** In milliseconds: a mail leaves only if the last look is younger. While mails leave, it is renewed earlier. */
const FRESH_MS = 1000
const RENEW_MS = 500

/** Records the high-water mark before the next mail leaves. False when none may. Throws when the ledger is unreachable. */
async function attest(own: OwnLedger): Promise<boolean> {
  const age = performance.now() - (own.ours?.at ?? Number.NEGATIVE_INFINITY)
  if (age < RENEW_MS) return true
  const looked = lookOnce(own)
  looked.catch(() => {})
  return age < FRESH_MS ? true : looked
}

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
  const { engine, marks, clock } = own
  // Another look may have found that it awaits take-over.
  if (own.ours?.last.id !== mine.last.id) return maySend(own)
  own.ours = { ...mine, seen, at }
  // Another server has not yet been found complete.
  const state = await serverState(engine.db)
  if (state?.life !== own.server?.life) return askAgain(own)
  own.server = state
  await marks.keep(markOf(own, { ...mine, seen, at }, state, hasEditions), clock())
  return true
}
