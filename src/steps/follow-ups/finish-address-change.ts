import type { FollowUp, FollowUpReason, FollowUpResult } from '../../model/follow-ups/follow-up.js'
import { proposedAddress } from '../../postgres/follow-ups/address-changes.js'
import { findFollowUp } from '../../postgres/follow-ups/follow-up-histories.js'
import { openAbout } from '../../postgres/follow-ups/listed-follow-ups.js'
import { keepPlannedChange, type PlannedChange } from '../../postgres/follow-ups/planned-address-changes.js'
import { alone } from '../../postgres/server/alone.js'
import type { Context } from '../context.js'
import { actOnFollowUp } from './act-on-follow-up.js'

export const MANDATES = 'mandate-holders.csv'

const NEW_ADDRESS: Partial<Record<FollowUpReason, FollowUpResult>> = { correction: 'corrected' }

/** Runs a change of address, or its completion, under a lock among processes; null when another holds it. */
export const changingAlone = <T>({ engine }: Context, work: () => Promise<T>) =>
  alone(engine.db, 'address changes', work)

/** Reasons caused by an address: a new one in the list settles them for every edition. */
export const ABOUT_ADDRESS: FollowUpReason[] = ['bounced', 'suppressed', 'gave-up']

/**
 * Completes a change that the list has: ends the follow-up and others that wait for that address, logs the change and drops the plan. `text`: a note
 * by who confirmed.
 */
export async function finishChange(
  context: Context,
  plan: PlannedChange,
  text: string | null = null,
): Promise<void> {
  const { engine } = context
  const { id, by, followUp, recipient, after } = plan
  // One that somebody has ended stays as it is.
  const end = ({ id: ended, reason }: FollowUp, note: string | null) => {
    const result = NEW_ADDRESS[reason] ?? 'new-address'
    return actOnFollowUp(context, { id: ended, by, act: { kind: 'done', result, text: note } })
  }
  const about = followUp === null ? null : await findFollowUp(engine.db, followUp)
  if (about) {
    await end(about, text)
    for (const other of await openAbout(engine.db, recipient)) {
      const isAsked = other.reason === 'correction' && (await proposedAddress(engine.db, other)) === after
      if (isAsked || ABOUT_ADDRESS.includes(other.reason)) await end(other, null)
    }
  }
  await keepPlannedChange(engine.db, id)
}
