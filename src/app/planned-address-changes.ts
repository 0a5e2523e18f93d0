import { join } from 'node:path'
import { readIncoming } from '../files/roster.js'
import type { FollowUpReason, FollowUpResult } from '../model/follow-up/follow-up.js'
import { withAddress } from '../model/roster/address-line.js'
import {
  dropAddressPlan,
  keepPlannedChange,
  type PlannedChange,
  plannedAddressChanges,
} from '../postgres/address-changes.js'
import { alone } from '../postgres/alone.js'
import { findFollowUp } from '../postgres/follow-up-acts.js'
import type { FollowUpDone } from '../steps/follow-up.js'
import type { Context } from './context.js'

/** Does something with a follow-up in the name of a person. */
export type Act = (
  id: string,
  by: string,
  act: { kind: 'done'; result: string; text: null },
) => Promise<FollowUpDone<unknown>>

export const MANDATES = 'mandate-holders.csv'

const NEW_ADDRESS: Partial<Record<FollowUpReason, FollowUpResult>> = { correction: 'corrected' }

/** Runs what changes an address while no other process does, or finishes one; null when another is at it. */
export const changingAlone = <T>({ engine }: Context, work: () => Promise<T>) =>
  alone(engine.db, 'address changes', work)

/** What is left to do once the list says so: the follow-up ends, the change is written down, the plan is gone. */
export async function finishChange({ engine }: Context, plan: PlannedChange, act: Act): Promise<void> {
  const { id, by, followUp } = plan
  const about = followUp === null ? null : await findFollowUp(engine.db, followUp)
  // One that somebody ended meanwhile stays as it is.
  if (about)
    await act(about.id, by, { kind: 'done', result: NEW_ADDRESS[about.reason] ?? 'new-address', text: null })
  await keepPlannedChange(engine.db, id)
}

/**
 * Changes that were confirmed and cut short by a crash: what the list says by now is finished without a second write, what it
 * does not say is forgotten, for nobody was told that it was done. A list that can't be read is read at the next time.
 */
export async function finishPlanned(context: Context, act: Act): Promise<void> {
  if ((await plannedAddressChanges(context.engine.db)).length === 0) return
  await changingAlone(context, async () => {
    const read = await readIncoming(join(context.config.recipientsDir, MANDATES))
    if ('reason' in read) return
    const text = new TextDecoder().decode(read.bytes)
    for (const plan of await plannedAddressChanges(context.engine.db)) {
      const stands = withAddress(text, plan.recipient, plan.after)?.before === plan.after
      context.log.info('address.recovered', { recipient: plan.recipient, written: stands })
      if (stands) await finishChange(context, plan, act)
      else await dropAddressPlan(context.engine.db, plan.id)
    }
  })
}
