import { workingDaysLater } from '../calendar/calendar.js'
import type { FollowUpAction, FollowUpReason, FollowUpResult } from './follow-up.js'

type Rule = { action: FollowUpAction; workingDays: number; results: readonly FollowUpResult[] }
const REACHED = ['reached-otherwise', 'new-address', 'address-right', 'left-office', 'no-answer'] as const

/** The suggested action, its working days, and the possible results. */
const RULES: Record<FollowUpReason, Rule> = {
  bounced: {
    action: 'ask-new-address',
    workingDays: 2,
    results: ['new-address', 'address-right', 'reached-otherwise', 'left-office', 'no-answer'],
  },
  // Two consecutive bounces: no mail goes to the address until a person decides.
  suppressed: {
    action: 'decide-suppression',
    workingDays: 1,
    results: ['new-address', 'address-right', 'not-to-be-written', 'left-office', 'no-answer'],
  },
  'in-doubt': {
    action: 'settle-in-doubt',
    workingDays: 0,
    results: ['received', 'not-received', 'sent-again', 'no-answer'],
  },
  'gave-up': { action: 'phone', workingDays: 1, results: REACHED },
  late: { action: 'phone', workingDays: 0, results: ['received', ...REACHED] },
  'not-allowed': { action: 'allow-recipient', workingDays: 1, results: ['allowed', 'not-to-be-written'] },
  // The official's own follow-up corrects the address or lets mail go there again.
  'not-reached': { action: 'phone', workingDays: 0, results: ['reached-otherwise', 'no-answer'] },
  vacant: {
    action: 'find-successor',
    workingDays: 5,
    results: ['successor-known', 'no-successor-yet', 'no-answer'],
  },
  'mandate-ending': {
    action: 'ask-successor',
    workingDays: 5,
    results: ['successor-known', 'mandate-goes-on', 'no-successor-yet', 'no-answer'],
  },
  question: { action: 'answer', workingDays: 1, results: ['answered', 'passed-on', 'no-answer-needed'] },
  correction: {
    action: 'confirm-correction',
    workingDays: 2,
    results: ['corrected', 'nothing-to-correct', 'no-answer'],
  },
  // The law gives a month (GDPR art. 12(3)); a mayor who objects is called sooner.
  objection: {
    action: 'decide-objection',
    workingDays: 5,
    results: ['stopped', 'withdrawn', 'explained', 'no-answer'],
  },
  reply: { action: 'read-reply', workingDays: 3, results: ['read', 'answered', 'passed-on'] },
  away: {
    action: 'find-deputy',
    workingDays: 1,
    results: ['deputy-found', 'reached-otherwise', 'no-answer'],
  },
  // From an automatic reply: a person asks the commune; until then the roster stays.
  gone: {
    action: 'find-successor',
    workingDays: 2,
    results: ['left-office', 'new-address', 'nothing-to-correct', 'no-answer'],
  },
  // A filter keeps the mail: only the commune can release it.
  held: {
    action: 'ask-release',
    workingDays: 1,
    results: ['received', 'reached-otherwise', 'new-address', 'no-answer'],
  },
  complaint: {
    action: 'phone',
    workingDays: 2,
    results: ['explained', 'stopped', 'keeps-receiving', 'no-answer'],
  },
  unsubscribe: {
    action: 'decide-unsubscribe',
    workingDays: 2,
    results: ['stopped', 'keeps-receiving', 'no-answer'],
  },
  // A bounce or complaint that anybody in the thread could have written; changes nothing until a person has asked.
  unproven: {
    action: 'phone',
    workingDays: 1,
    results: ['received', 'new-address', 'reached-otherwise', 'left-office', 'no-answer'],
  },
}

/** The suggested action for a reason and its due date, given today's ISO date. */
export function suggestion(reason: FollowUpReason, today: string): { action: FollowUpAction; due: string } {
  const { action, workingDays } = RULES[reason]
  return { action, due: workingDaysLater(today, workingDays) }
}

/** Working days until the reason must be dealt with; 0: the same day. */
export const workingDaysFor = (reason: FollowUpReason): number => RULES[reason].workingDays

/** The possible results of a follow-up with this reason; a person chooses one. */
export function resultsOf(reason: FollowUpReason): readonly FollowUpResult[] {
  return RULES[reason].results
}
