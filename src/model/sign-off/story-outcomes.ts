import { sameAddress } from '../staff/email-address.js'
import { type Decided, standing } from './sign-off.js'

/** What became of the version that an approver was asked to sign, as pages tell it. */
export const STORY_OUTCOMES = [
  'waiting',
  /** It leaves at its slot; `leaving`: within a minute; `late`: only by a person's decision. */
  'approved',
  'leaving',
  'late',
  /** Stopped before it left; `stopped`: during sending. */
  'held',
  'rejected',
  'expired',
  'cancelled',
  'sending',
  'stopped',
  'sent',
  /** Another version is the current one. */
  'replaced',
] as const
export type StoryOutcome = (typeof STORY_OUTCOMES)[number]

const WITHDRAWABLE: StoryOutcome[] = ['waiting', 'approved', 'leaving', 'late', 'held']

/** Whether this person may withdraw their approval now. */
export function canWithdraw(outcome: StoryOutcome, decisions: Decided[], person: string): boolean {
  const own = standing(decisions).find(({ by }) => sameAddress(by, person))
  return own?.decision === 'approve' && WITHDRAWABLE.includes(outcome)
}
