import type { PassedGate } from '../../model/delivery/delivery.js'
import { doubtForgotten } from '../../postgres/delivery/forgotten.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { listEditions } from '../../postgres/editions/editions.js'
import { resumeEdition, stopEdition } from '../../postgres/editions/stops.js'
import { doubtOpen } from '../../postgres/operations/doubt-open.js'
import { lastAttempt } from '../../postgres/operations/gone-back.js'
import { knowsSince } from '../../postgres/operations/restored.js'
import type { Context } from '../context.js'
import { newFollowUp } from '../follow-ups/new-follow-up.js'
import type { Opened } from '../opened.js'
import { leaveEmbedded } from './other-ledger.js'

/** An edition that would be sent. `mayHaveLeft`: the ledger's original may have sent what is open here. */
export type Unsent = { row: EditionRow; lastAttempt: Date | null; mayHaveLeft: boolean }

/** What a person decides about editions that may have left: `goOn`, nothing of them has; `inDoubt`, it may have. The others are held. */
type Decided = { goOn: string[]; inDoubt: string[] }

/** The other ledger of this DATA_DIR is finished: it sends nothing any more, and this one goes on. */
export async function leaveOther(context: Context, by: string): Promise<void> {
  await leaveEmbedded(context.config, by, context.clock).catch(error =>
    context.log.error('ledger.not-marked', { reason: (error as Error).message }),
  )
  await context.instance.seeAnew()
  context.log.warn('ledger.other-left')
}

/** Puts in doubt what is open of an edition that is held; null when it is not. */
export const doubtEdition = (context: Context, edition: string) =>
  doubtOpen(context.engine.db, edition, context.clock(), about =>
    newFollowUp(context, { ...about, reason: 'in-doubt' }, context.clock()),
  )

/** What passed the gate, and what the ledger has forgotten since, is a doubt: it is not sent again by itself. */
export async function putInDoubt(context: Opened, forgotten: PassedGate[]): Promise<void> {
  const now = context.clock()
  const doubted = await doubtForgotten(context.engine.db, forgotten, now, about =>
    newFollowUp(context, { ...about, reason: 'in-doubt' }, now),
  )
  context.log.error('ledger.forgot', { passed: forgotten.length, inDoubt: doubted.length })
}

/** The editions that would be sent from this ledger, and what may have left of each. */
export async function unsentEditions({ engine, clock }: Context): Promise<Unsent[]> {
  const now = clock()
  const known = await knowsSince(engine.db)
  const rows = (await listEditions(engine.db, now)).filter(({ state }) =>
    ['approved', 'sending', 'paused'].includes(state),
  )
  return Promise.all(
    rows.map(async row => ({
      row,
      lastAttempt: await lastAttempt(engine.db, row.id),
      mayHaveLeft: !known && mayHaveLeft(row, now),
    })),
  )
}

/** What was dispatched, or would be by now. An edition whose slot is still to come has left nowhere by itself. */
function mayHaveLeft({ dispatchedAt, kind, sendAt }: EditionRow, now: Date): boolean {
  return dispatchedAt !== null || kind !== 'regular' || (sendAt !== null && sendAt <= now)
}

/**
 * A person says that the ledger is to be sent from here, and what of the editions that may have left goes on. Holds first: once the ledger is
 * ours, everything that is open leaves. decision 9
 */
export async function takeOver(
  context: Context,
  by: string,
  { goOn, inDoubt }: Decided = { goOn: [], inDoubt: [] },
): Promise<void> {
  const { engine, clock, log, instance } = context
  const now = clock()
  const reason = `the ledger was taken over by ${by}; what had left by then is not known here`
  for (const { row, mayHaveLeft } of await unsentEditions(context))
    if (mayHaveLeft) await stopEdition(engine.db, row.id, { reason, cause: 'gone-back' }, now)
  for (const edition of inDoubt) await doubtEdition(context, edition)
  await instance.doubtForgotten()
  await instance.settleLedger(by)
  for (const edition of goOn) await resumeEdition(engine.db, edition, now)
  log.warn('ledger.editions-decided', { goOn, inDoubt })
}
