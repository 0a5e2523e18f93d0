import { workingDaysLater } from '../calendar/calendar.js'

export const FOLLOW_UP_REASONS = [
  'bounced',
  'in-doubt',
  'gave-up',
  'late',
  'not-allowed',
  'vacant',
  'question',
  'correction',
  'objection',
  'reply',
  'away',
  'complaint',
] as const
export type FollowUpReason = (typeof FOLLOW_UP_REASONS)[number]

/** Reasons for which somebody wrote to us: what they write next is to be read too, also when the first was done. */
export const WRITTEN_REASONS: FollowUpReason[] = ['question', 'correction', 'objection', 'reply']

export type FollowUpAction =
  | 'ask-new-address'
  | 'settle-in-doubt'
  | 'phone'
  | 'allow-recipient'
  | 'find-successor'
  | 'answer'
  | 'confirm-correction'
  | 'decide-objection'
  | 'read-reply'
  | 'find-deputy'
export type FollowUpState = 'open' | 'in-hand' | 'done'

/** What a person does next, and within how many working days. */
const RULES: Record<FollowUpReason, { action: FollowUpAction; workingDays: number }> = {
  bounced: { action: 'ask-new-address', workingDays: 2 },
  'in-doubt': { action: 'settle-in-doubt', workingDays: 0 },
  'gave-up': { action: 'phone', workingDays: 1 },
  late: { action: 'phone', workingDays: 0 },
  'not-allowed': { action: 'allow-recipient', workingDays: 1 },
  vacant: { action: 'find-successor', workingDays: 5 },
  question: { action: 'answer', workingDays: 1 },
  correction: { action: 'confirm-correction', workingDays: 2 },
  // The law gives a month (GDPR art. 12(3)); a mayor who objects is called sooner.
  objection: { action: 'decide-objection', workingDays: 5 },
  reply: { action: 'read-reply', workingDays: 3 },
  away: { action: 'find-deputy', workingDays: 1 },
  complaint: { action: 'phone', workingDays: 2 },
}

/** The suggested action for a reason, and until when, given the ISO date of today. */
export function suggestion(reason: FollowUpReason, today: string): { action: FollowUpAction; due: string } {
  const { action, workingDays } = RULES[reason]
  return { action, due: workingDaysLater(today, workingDays) }
}
