import type { SendAgainRefusal } from '../delivery/send-again.js'
import { type FollowUpReason, type FollowUpResult, type FollowUpState, WRITTEN_REASONS } from './follow-up.js'
import type { EffectRefusal } from './follow-up-effect.js'
import { resultsOf } from './follow-up-rules.js'

/** Events in the history of a follow-up; each entry stays. */
export const FOLLOW_UP_EVENTS = [
  'opened',
  'taken',
  'reassigned',
  'answered',
  'shared',
  'moved',
  'noted',
  'done',
  'reopened',
] as const
export type FollowUpEventKind = (typeof FOLLOW_UP_EVENTS)[number]

/**
 * What a person does with a follow-up. `to` and `reason` are its new owner and reason; texts are the person's own. `moves`: how often it had moved
 * when the page was read. `ifOpen`: only when nobody has taken it.
 */
export type FollowUpAct =
  | { kind: 'take'; ifOpen?: true }
  | { kind: 'note'; text: string }
  | { kind: 'answer'; text: string }
  | { kind: 'assign'; to: string }
  | { kind: 'move'; reason: FollowUpReason; moves: number | null }
  | { kind: 'share'; text: string }
  | { kind: 'done'; result: string; text: string | null }
  | { kind: 'reopen'; text: string | null }

export type ActRefusal =
  | EffectRefusal
  | SendAgainRefusal
  | 'done-already'
  | 'not-done'
  | 'result-unknown'
  | 'words-missing'
  | 'words-long'
  | 'no-reply'
  | 'same-topic'
  | 'moved-meanwhile'
  | 'changed-meanwhile'
  | 'same-person'
  | 'not-answered'

/** The result of an act, and its event in the history. */
export type Acted = {
  event: FollowUpEventKind
  state: FollowUpState
  result: FollowUpResult | null
  text: string | null
}

/** Maximum characters of a person's words: a mail, not a file. */
export const WORDS_AT_MOST = 10_000

export type ActedOn = {
  state: FollowUpState
  reason: FollowUpReason
  spoc: string
  isAnswered: boolean
  moves: number
}

/**
 * The follow-up after a person's act, or why the act is refused. Pure: contacts.ts decides who may act. Acts other than a note or share require that
 * a done one is reopened.
 */
export function actOn(followUp: ActedOn, act: FollowUpAct): Acted | { refused: ActRefusal } {
  const refused = refusalOf(followUp, act)
  if (refused) return { refused }
  const { state, reason } = followUp
  const inHand = state === 'open' ? 'in-hand' : state
  switch (act.kind) {
    case 'take':
      return acted('taken', 'in-hand')
    case 'note':
      return acted('noted', state, act.text.trim())
    case 'share':
      return acted('shared', state, act.text)
    case 'assign':
      return acted('reassigned', 'open')
    case 'move':
      return acted('moved', state)
    case 'reopen':
      return acted('reopened', 'open', act.text?.trim() || null)
    case 'done':
      return { ...acted('done', 'done', act.text?.trim() || null), result: act.result as FollowUpResult }
    case 'answer':
      // Where a person asked, the answer ends the follow-up; elsewhere something may be left to do.
      return resultsOf(reason).includes('answered')
        ? { ...acted('answered', 'done', act.text.trim()), result: 'answered' }
        : acted('answered', inHand, act.text.trim())
  }
}

function acted(event: FollowUpEventKind, state: FollowUpState, text: string | null = null): Acted {
  return { event, state, result: null, text }
}

function refusalOf({ state, reason, spoc, isAnswered, moves }: ActedOn, act: FollowUpAct): ActRefusal | null {
  if (act.kind === 'move' && act.moves !== null && act.moves !== moves) return 'moved-meanwhile'
  const isDone = state === 'done'
  if (act.kind === 'reopen' && !isDone) return 'not-done'
  if (isDone && !['reopen', 'note', 'share'].includes(act.kind)) return 'done-already'
  if (act.kind === 'take' && act.ifOpen && state === 'in-hand') return 'changed-meanwhile'
  if (act.kind === 'done' && !resultsOf(reason).some(result => result === act.result)) return 'result-unknown'
  if ((act.kind === 'note' || act.kind === 'answer') && act.text.trim() === '') return 'words-missing'
  if ('text' in act && (act.text?.length ?? 0) > WORDS_AT_MOST) return 'words-long'
  if (act.kind === 'assign' && act.to === spoc) return 'same-person'
  if (act.kind === 'move') return moveRefusal(reason, act.reason)
  if (act.kind === 'share' && !WRITTEN_REASONS.includes(reason)) return 'no-reply'
  return act.kind === 'share' && !isAnswered ? 'not-answered' : null
}

/** Only what a person wrote has a topic, and it moves only to another topic. */
function moveRefusal(from: FollowUpReason, to: FollowUpReason): ActRefusal | null {
  if (!WRITTEN_REASONS.includes(from) || !WRITTEN_REASONS.includes(to)) return 'no-reply'
  return from === to ? 'same-topic' : null
}
