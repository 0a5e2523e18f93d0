import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { Roster } from '../../model/roster/roster.js'
import type { Sendable } from '../../postgres/delivery/send-again.js'
import type { Effect, EffectRefused } from '../../postgres/follow-ups/follow-up-acts.js'
import type { Context } from '../context.js'

type Claim = { result: string; text: string | null; by: string }
/** The facts for an effect: the follow-up, its delivery, today's roster, and the person's claim. */
export type Facts = Claim & { followUp: FollowUp; row: Sendable | null; roster: Roster; today: string }
export type Prepare = (context: Context, facts: Facts) => Promise<Effect | EffectRefused>

export function decisionOf(
  { clock }: Context,
  { followUp, by, result, text }: Facts,
  address: string,
  decision: 'suppress' | 'write',
) {
  const cause = `follow-up ${followUp.id}: ${result}${text ? `, ${text.slice(0, CAUSE_AT_MOST)}` : ''}`
  return { address, recipient: followUp.recipient, decision, cause, by: by.toLowerCase(), at: clock() }
}

/** Characters of a note that are copied into a decision's cause. */
const CAUSE_AT_MOST = 200
