import { sameAddress } from '../staff/email-address.js'
import { type Decided, standing } from './sign-off.js'

/** What has become of the version that somebody was asked to sign, in the words of the pages. */
export const STORY_OUTCOMES = [
  'waiting',
  /** It leaves at its slot; `leaving`: within the minute; `late`: only when a person decides it. */
  'approved',
  'leaving',
  'late',
  /** Stopped before it left; `stopped`: while it was leaving. */
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

/** May this person take their approval back, as things stand? */
export function canWithdraw(outcome: StoryOutcome, decisions: Decided[], person: string): boolean {
  const own = standing(decisions).find(({ by }) => sameAddress(by, person))
  return own?.decision === 'approve' && WITHDRAWABLE.includes(outcome)
}
