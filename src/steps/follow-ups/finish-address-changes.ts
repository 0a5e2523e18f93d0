import { join } from 'node:path'
import { readIncoming } from '../../files/roster.js'
import type { FollowUp, FollowUpReason, FollowUpResult } from '../../model/follow-ups/follow-up.js'
import { withAddress } from '../../parse/roster/address-line.js'
import {
  type AddressChange,
  dropAddressPlan,
  keepPlannedChange,
  type PlannedChange,
  plannedAddressChanges,
  proposedAddress,
} from '../../postgres/follow-ups/address-changes.js'
import { keepAct } from '../../postgres/follow-ups/follow-up-acts.js'
import { findFollowUp } from '../../postgres/follow-ups/follow-up-histories.js'
import { correctedSince, openAbout } from '../../postgres/follow-ups/listed-follow-ups.js'
import { alone } from '../../postgres/server/alone.js'
import { type Context, todayOf } from '../context.js'
import { spocFor } from '../staff/spoc.js'
import { actOnFollowUp } from './act-on-follow-up.js'

export const MANDATES = 'mandate-holders.csv'

const NEW_ADDRESS: Partial<Record<FollowUpReason, FollowUpResult>> = { correction: 'corrected' }

/** Runs what changes an address while no other process does, or finishes one; null when another is at it. */
export const changingAlone = <T>({ engine }: Context, work: () => Promise<T>) =>
  alone(engine.db, 'address changes', work)

/** Reasons whose cause is an address: with a new one in the list, nothing is left to do for any edition. */
const ABOUT_ADDRESS: FollowUpReason[] = ['bounced', 'suppressed', 'gave-up']

/**
 * What is left to do once the list says so: the follow-up ends, and what else waits for that address; the change is written down,
 * the plan is gone. `text`: a note of who confirmed.
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

/**
 * A change was taken back: what had failed and had ended by it is to be done again. With what somebody had asked, it is noted: a person
 * has judged that.
 */
export async function reopenCorrected(
  context: Context,
  { recipient, at, before, after }: AddressChange,
  by: string,
): Promise<void> {
  const { engine, clock } = context
  for (const { id, commune, reason } of await correctedSince(engine.db, recipient, at)) {
    const acting = { by: by.toLowerCase(), ownSpoc: await spocFor(context, commune), now: clock() }
    const today = todayOf(context)
    const act = ABOUT_ADDRESS.includes(reason)
      ? { kind: 'reopen' as const, text: null }
      : { kind: 'note' as const, text: `${after} → ${before}` }
    await keepAct(engine.db, id, act, { ...acting, today })
  }
}

/**
 * Changes that were confirmed and cut short by a crash: what the list says by now is finished without a second write, what it
 * does not say is forgotten, for nobody was told that it was done. A list that can't be read is read at the next time.
 */
export async function finishAddressChanges(context: Context): Promise<void> {
  if ((await plannedAddressChanges(context.engine.db)).length === 0) return
  await changingAlone(context, async () => {
    const read = await readIncoming(join(context.config.recipientsDir, MANDATES))
    if ('reason' in read) return
    const text = new TextDecoder().decode(read.bytes)
    for (const plan of await plannedAddressChanges(context.engine.db)) {
      const stands = withAddress(text, plan.recipient, plan.after)?.before === plan.after
      context.log.info('address.recovered', { recipient: plan.recipient, written: stands })
      if (stands) await finishChange(context, plan)
      else await dropAddressPlan(context.engine.db, plan.id)
    }
  })
}
