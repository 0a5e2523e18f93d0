/** Reasons for which a person wrote: their next mail must be read too, also when the follow-up is done. */
export const WRITTEN_REASONS: FollowUpReason[] = [
  'question',
  'correction',
  'objection',
  'unsubscribe',
  'reply',
]

/** Reasons whose detail holds people's words, or whom they named. */
export const NAMING_REASONS: FollowUpReason[] = [...WRITTEN_REASONS, 'gone']

/** Reasons that lie in the roster: one follow-up for each mandate, whichever editions lack it. */
export const STANDING_REASONS: FollowUpReason[] = ['vacant', 'mandate-ending']

/** About a commune as a whole: its `recipient` is the NIS code. */
export const isAboutCommune = (reason: FollowUpReason) => reason === 'not-reached'
export const FOLLOW_UP_STATES = ['open', 'in-hand', 'done'] as const
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number]
export type FollowUpEnd = FollowUpResult | 'settled' | 'moved'

/** A follow-up about a commune or a person, as it is opened. */
export type NewFollowUp = {
  edition: string | null
  commune: string
  /** The roster's id; the NIS code for a commune as a whole. */
  recipient: string
  reason: FollowUpReason
  action: FollowUpAction
  /** The id of the SPOC in charge. */
  spoc: string
  /** The other side's words, for the SPOC; may be empty. */
  detail: string
  openedAt: Date
  /** ISO date. */
  due: string
}

/** A follow-up in its present state. */
export type FollowUp = NewFollowUp & {
  id: string
  state: FollowUpState
  /** The result; null while it isn't done. */
  result: FollowUpEnd | null
  /** The address of the person who took it. */
  takenBy: string | null
  /** Null when a rule settled it. */
  doneBy: string | null
  doneAt: Date | null
  /** Who gave it to `spoc` by hand; null: `spoc` is the commune's. */
  assignedBy: string | null
}

export const FOLLOW_UP_REASONS = [
  'bounced',
  'suppressed',
  'in-doubt',
  'gave-up',
  'late',
  'not-allowed',
  'not-reached',
  'vacant',
  'mandate-ending',
  'question',
  'correction',
  'objection',
  'reply',
  'away',
  'gone',
  'held',
  'complaint',
  'unsubscribe',
  'unproven',
] as const

export type FollowUpReason = (typeof FOLLOW_UP_REASONS)[number]

export type FollowUpAction =
  | 'ask-new-address'
  | 'decide-suppression'
  | 'settle-in-doubt'
  | 'phone'
  | 'allow-recipient'
  | 'find-successor'
  | 'ask-successor'
  | 'answer'
  | 'confirm-correction'
  | 'decide-objection'
  | 'read-reply'
  | 'find-deputy'
  | 'ask-release'
  | 'decide-unsubscribe'

/** What came of a follow-up; `settled` is by rule: the cause went away by itself. */
export const FOLLOW_UP_RESULTS = [
  'new-address',
  'address-right',
  'reached-otherwise',
  'no-answer',
  'left-office',
  'received',
  'not-received',
  'sent-again',
  'allowed',
  'not-to-be-written',
  'successor-known',
  'no-successor-yet',
  'mandate-goes-on',
  'answered',
  'passed-on',
  'no-answer-needed',
  'corrected',
  'nothing-to-correct',
  'stopped',
  'withdrawn',
  'read',
  'deputy-found',
  'explained',
  'keeps-receiving',
] as const

export type FollowUpResult = (typeof FOLLOW_UP_RESULTS)[number]
