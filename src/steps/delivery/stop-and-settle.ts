import type { Settlement } from '../../model/delivery/delivery.js'
import { personAt } from '../../model/staff/staff.js'
import { findSendable } from '../../postgres/delivery/send-again.js'
import { type Settled, settleInDoubt } from '../../postgres/delivery/settlements.js'
import { keepStop, resumeEdition, stopEdition } from '../../postgres/editions/stops.js'
import type { Context } from '../context.js'
import { settleRefusal } from '../follow-ups/mail-effects.js'
import { staffOf } from '../staff/staff.js'

/** A person stops an edition: from now on no final dot leaves. Resolves to whether it was running. `by`: null for an operator's command. */
export async function stop(
  { engine, clock }: Context,
  edition: string,
  reason: string,
  by: string | null = null,
): Promise<boolean> {
  const isStopped = await stopEdition(engine.db, edition, { reason, cause: 'person' }, clock())
  if (isStopped) await keepStop(engine.db, { edition, action: 'stop', by, reason, at: clock() })
  return isStopped
}

/** Takes a stop back, whatever its cause; resolves to whether there was one. `by`: null for an operator's command. */
export async function resume(
  { engine, clock }: Context,
  edition: string,
  by: string | null = null,
): Promise<boolean> {
  const was = await resumeEdition(engine.db, edition, clock())
  if (was) await keepStop(engine.db, { edition, action: 'resume', by, reason: null, at: clock() })
  return was
}

/** A person's settlement; or why it is impossible or would send nothing. */
type SettleAnswer =
  | Settled
  | 'expired'
  | 'not-in-doubt'
  | 'unknown-person'
  | NonNullable<Awaited<ReturnType<typeof settleRefusal>>>

/** Settles a doubt by a member of staff. */
export async function settle(
  context: Context,
  delivery: string,
  as: Settlement,
  by: string,
): Promise<SettleAnswer> {
  const person = personAt(await staffOf(context), by)
  if (!person) return 'unknown-person'
  const { engine, clock } = context
  const row = as === 'again' ? await findSendable(engine.db, delivery) : null
  const hindered = row?.state === 'in-doubt' ? await settleRefusal(context, row) : null
  if (hindered) return hindered
  return (await settleInDoubt(engine.db, delivery, as, person.email, clock())) ?? 'not-in-doubt'
}
