import type { PassedGate } from '../../model/delivery/passed-gate.js'
import { doubtForgotten } from '../../postgres/delivery/forgotten.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { listEditions } from '../../postgres/editions/editions.js'
import { resumeEdition, stopEdition } from '../../postgres/editions/stops.js'
import { doubtOpen } from '../../postgres/operations/doubt-open.js'
import { knowsSince } from '../../postgres/operations/restored.js'
import { lastAttempt } from '../../postgres/operations/rolled-back.js'
import type { Context } from '../context.js'
import { newFollowUp } from '../follow-ups/new-follow-up.js'
import type { Opened } from '../opened.js'
import { leaveEmbedded } from './other-ledger.js'

/** An edition that would be sent. `mayHaveLeft`: the ledger's original may have sent what is open here. */
export type Unsent = { row: EditionRow; lastAttempt: Date | null; mayHaveLeft: boolean }

/** A person's decision on editions that may have left. `goOn`: nothing has left; `inDoubt`: some may have. Others go on hold. */
type Decided = { goOn: string[]; inDoubt: string[] }

/** Ends this DATA_DIR's other ledger: it sends nothing any more, and this one goes on. */
export async function leaveOther(context: Context, by: string): Promise<void> {
  await leaveEmbedded(context.config, by, context.clock).catch(error =>
    context.log.error('ledger.not-marked', { reason: (error as Error).message }),
  )
  await context.instance.seeAnew()
  context.log.warn('ledger.other-left')
}

/** Puts the open deliveries of an edition on hold in doubt; null when it is not on hold. */
export const doubtEdition = (context: Context, edition: string) =>
  doubtOpen(context.engine.db, edition, context.clock(), about =>
    newFollowUp(context, { ...about, reason: 'in-doubt' }, context.clock()),
  )

/** Puts passed gates that the ledger forgot in doubt: they aren't retried. */
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

/** Dispatched editions, or those due by now. Before its slot, no edition leaves by itself. */
function mayHaveLeft({ dispatchedAt, kind, sendAt }: EditionRow, now: Date): boolean {
  return dispatchedAt !== null || kind !== 'regular' || (sendAt !== null && sendAt <= now)
}

/**
 * Takes over by a person's decision, with what goes on of editions that may have left. Puts these on hold first: once the ledger is ours, everything
 * open leaves. decision 9
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
