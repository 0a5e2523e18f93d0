import type { FollowUpResult } from './follow-up.js'
import type { FollowUpEffect } from './follow-up-effect.js'

const EFFECTS: Record<FollowUpResult, FollowUpEffect> = {
  'new-address': 'new-address',
  'address-right': 'tried-again',
  'reached-otherwise': 'told',
  'no-answer': 'told',
  'left-office': 'roster-changed',
  received: 'arrived',
  'not-received': 'asked-again',
  'sent-again': 'asked-again',
  allowed: 'allowed',
  'not-to-be-written': 'stopped',
  'successor-known': 'roster-changed',
  'no-successor-yet': 'told',
  'mandate-goes-on': 'roster-changed',
  answered: 'told',
  'passed-on': 'told',
  'no-answer-needed': 'told',
  corrected: 'corrected',
  'nothing-to-correct': 'told',
  stopped: 'stopped',
  withdrawn: 'written-to',
  read: 'told',
  'deputy-found': 'deputy-named',
  explained: 'told',
  'keeps-receiving': 'written-to',
}

export const effectOf = (result: FollowUpResult): FollowUpEffect => EFFECTS[result]

/** Results that need an address from the person. */
export const NAMES_ADDRESS: readonly string[] = ['new-address', 'corrected']
