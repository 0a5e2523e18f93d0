import { workingDaysLater } from './calendar.js'

export const FOLLOW_UP_REASONS = ['bounced', 'in-doubt', 'gave-up', 'not-allowed', 'vacant'] as const
export type FollowUpReason = (typeof FOLLOW_UP_REASONS)[number]

export type FollowUpAction =
  | 'ask-new-address'
  | 'settle-in-doubt'
  | 'phone'
  | 'allow-recipient'
  | 'find-successor'
export type FollowUpState = 'open' | 'in-hand' | 'done'

/** What a person does next, and within how many working days. */
const RULES: Record<FollowUpReason, { action: FollowUpAction; workingDays: number }> = {
  bounced: { action: 'ask-new-address', workingDays: 2 },
  'in-doubt': { action: 'settle-in-doubt', workingDays: 0 },
  'gave-up': { action: 'phone', workingDays: 1 },
  'not-allowed': { action: 'allow-recipient', workingDays: 1 },
  vacant: { action: 'find-successor', workingDays: 5 },
}

/** The suggested action for a reason, and until when, given the ISO date of today. */
export function suggestion(reason: FollowUpReason, today: string): { action: FollowUpAction; due: string } {
  const { action, workingDays } = RULES[reason]
  return { action, due: workingDaysLater(today, workingDays) }
}
