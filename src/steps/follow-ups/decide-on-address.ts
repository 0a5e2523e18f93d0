import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { Roster } from '../../model/roster/roster.js'
import type { Sendable } from '../../postgres/delivery/send-again.js'
import { decideIn } from '../../postgres/delivery/suppressions.js'
import type { Effect, EffectRefused } from '../../postgres/follow-ups/follow-up-acts.js'
import type { Context } from '../context.js'
import { mayDecide, neededDecisions } from '../delivery/suppressions.js'

type Claim = { result: string; text: string | null; by: string }
/** What an effect is judged by: the follow-up, its delivery, the roster of today, and what a person claims. */
export type Facts = Claim & { followUp: FollowUp; row: Sendable | null; roster: Roster; today: string }
export type Prepare = (context: Context, facts: Facts) => Promise<Effect | EffectRefused>

export const NOTHING_DUE: Effect = async () => ({ due: [] })

/** Decides on the address of the official; what is decided already stays as it is. */
export async function decide(
  context: Context,
  facts: Facts,
  decision: 'suppress' | 'write',
): ReturnType<Prepare> {
  const { engine } = context
  const { row, roster, followUp, by, today } = facts
  const mandate = roster.mandateHolders.find(({ id }) => id === followUp.recipient)
  const address = (mandate?.email || row?.sentTo) ?? ''
  if (address === '') return NOTHING_DUE
  const { recipient, reason } = followUp
  // An address that refuses is no one person's; who asks for no more mail asks for themselves.
  const isAddress = reason === 'suppressed'
  const about = { address, recipient, isAddress, mandates: roster.mandateHolders, today }
  const needed = await neededDecisions(engine.db, about, decision)
  if (needed.length === 0) return NOTHING_DUE
  if (!mayDecide(roster.staff, by)) return { refused: 'may-not-decide' }
  return async trx => {
    const due: string[] = []
    for (const one of needed)
      due.push(...(await decideIn(trx, { ...decisionOf(context, facts, one.address, decision), ...one })))
    return { due: [...new Set(due)] }
  }
}

export function decisionOf(
  { clock }: Context,
  { followUp, by, result, text }: Facts,
  address: string,
  decision: 'suppress' | 'write',
) {
  const cause = `follow-up ${followUp.id}: ${result}${text ? `, ${text.slice(0, CAUSE_AT_MOST)}` : ''}`
  return { address, recipient: followUp.recipient, decision, cause, by: by.toLowerCase(), at: clock() }
}

/** Characters of a note that go into the cause of a decision. */
const CAUSE_AT_MOST = 200
