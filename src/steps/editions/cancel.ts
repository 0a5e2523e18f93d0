import { withOffset } from '../../model/calendar/calendar.js'
import type { EditionState } from '../../model/editions/state.js'
import { personAt } from '../../model/staff/staff.js'
import { cancelEdition } from '../../postgres/editions/cancelling.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'

type Cancelled =
  | { kind: 'cancelled'; at: Date }
  | {
      kind: 'refused'
      reason: 'no-edition' | 'unknown-person' | 'may-not' | 'no-reason' | 'sent' | EditionState
    }

const MAY = ['editor', 'approver', 'admin'] as const

/** Cancels an edition before it leaves. Its updates wait for the next one. */
export async function cancel(
  context: Context,
  edition: string,
  by: string,
  given: string,
): Promise<Cancelled> {
  const { engine, clock, log, config } = context
  const reason = given.trim()
  const staff = await staffOf(context)
  const person = personAt(staff, by)
  if (!person) return { kind: 'refused', reason: 'unknown-person' }
  if (!person.roles.some(role => MAY.some(one => one === role))) return { kind: 'refused', reason: 'may-not' }
  if (reason === '') return { kind: 'refused', reason: 'no-reason' }
  const at = clock()
  const refused = await cancelEdition(engine.db, { edition, by: person.email, reason, at })
  if (refused) return { kind: 'refused', reason: refused }
  log.info('edition.cancelled', { edition })
  const values = { edition, by: person.name, at: withOffset(at, config.timeZone), reason }
  await tellStaff(context, await staffOf(context, 'approver', 'editor'), 'edition-cancelled', edition, values)
  return { kind: 'cancelled', at }
}
