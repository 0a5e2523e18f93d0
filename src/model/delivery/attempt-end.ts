import type { AttemptOutcome, AttemptPhase, DeliveryState } from './delivery.js'
import type { Outcome, Reply } from './outcome.js'
import { OWN_WORDS } from './own-words.js'
import { nextDue } from './retry.js'
import { whySuppressed } from './suppression.js'

/** The end of an attempt, to be committed; null `state` and `dueAt` keep the delivery's. */
export type AttemptEnd = {
  outcome: AttemptOutcome
  phase: AttemptPhase
  replyCode: number | null
  enhancedStatus: string | null
  reply: string | null
  state: DeliveryState | null
  dueAt: Date | null
  /** The reason of the follow-up that it opens; null: none. */
  followUp: 'bounced' | 'gave-up' | 'in-doubt' | 'not-allowed' | 'suppressed' | null
}

/** An attempt by its number, and when its delivery expires. `attemptsBefore`: those before a person sent it again. */
type Attempted = { attempt: number; attemptsBefore?: number; expiresAt: Date | null }

/** Attempts for a mail that can't be made. */
const UNMAKEABLE_ATTEMPTS = 3

/** The end that follows from an outcome; `spread` in [0, 1) shifts the next attempt. */
export function endOf(
  outcome: Outcome,
  { attempt: number, attemptsBefore = 0, expiresAt }: Attempted,
  now: Date,
  spread: number,
): AttemptEnd {
  // Sending again restarts the count: the first greylisting must not cause half an hour's back-off.
  const attempt = number - attemptsBefore
  const again = (end: AttemptEnd, kind = outcome.kind) =>
    later(end, nextDue({ kind }, attempt, now, expiresAt, spread))
  switch (outcome.kind) {
    case 'accepted':
      return answered('accepted', 'accepted', outcome.reply)
    case 'permanent':
      return { ...answered('bounced', 'bounced', outcome.reply), followUp: 'bounced' }
    case 'transient':
    case 'unwelcome':
      return again(answered('deferred', 'deferred', outcome.reply))
    case 'sender': {
      const reply = outcome.reply ?? { code: null, enhancedStatus: null, text: outcome.detail }
      return again(answered('deferred', 'deferred', reply))
    }
    case 'lost':
      return again(unanswered('lost', 'started', 'deferred', outcome.detail))
    case 'unmakeable':
      return attempt < UNMAKEABLE_ATTEMPTS
        ? again(unanswered('lost', 'started', 'deferred', outcome.detail), 'lost')
        : { ...unanswered('lost', 'started', 'gave-up', outcome.detail), followUp: 'gave-up' }
    case 'in-doubt':
      return { ...unanswered('in-doubt', 'dot', 'in-doubt', outcome.detail), followUp: 'in-doubt' }
    case 'not-allowed':
      return {
        ...unanswered('suppressed', 'started', 'suppressed', OWN_WORDS['not-allowed']),
        followUp: 'not-allowed',
      }
    case 'suppressed':
      return {
        ...unanswered('suppressed', 'started', 'suppressed', whySuppressed(outcome.suppression)),
        // A person's decision needs no follow-up.
        followUp: outcome.suppression.by === null ? 'suppressed' : null,
      }
    case 'expired':
      return { ...unanswered('lost', 'started', 'gave-up', OWN_WORDS.expired), followUp: 'gave-up' }
    case 'withheld':
      return unanswered('lost', 'started', null, outcome.detail)
    case 'paced':
      return { ...unanswered('lost', 'started', null, OWN_WORDS.paced), dueAt: outcome.dueAt }
  }
}

function answered(
  outcome: AttemptOutcome,
  state: DeliveryState,
  reply: Omit<Reply, 'code'> & { code: number | null },
): AttemptEnd {
  const { code: replyCode, enhancedStatus, text } = reply
  return {
    outcome,
    phase: 'answered',
    state,
    replyCode,
    enhancedStatus,
    reply: text,
    dueAt: null,
    followUp: null,
  }
}

function unanswered(
  outcome: AttemptOutcome,
  phase: AttemptPhase,
  state: DeliveryState | null,
  reply: string,
): AttemptEnd {
  return { outcome, phase, state, replyCode: null, enhancedStatus: null, reply, dueAt: null, followUp: null }
}

/** Due again, or given up when the edition expires before. */
function later(end: AttemptEnd, dueAt: Date | null): AttemptEnd {
  return dueAt ? { ...end, dueAt } : { ...end, state: 'gave-up', followUp: 'gave-up' }
}
