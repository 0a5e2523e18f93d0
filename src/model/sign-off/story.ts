import type { EditionState } from '../editions/state.js'
import type { StoryOutcome } from './story-outcomes.js'

export type StoryFacts = {
  state: EditionState
  version: number
  sendAt: Date | null
  closesAt: Date | null
  dispatchedAt: Date | null
}

/** The outcome of one version of an edition at `now`. */
export function outcomeOf(facts: StoryFacts, version: number, now: Date): StoryOutcome {
  if (version !== facts.version) return 'replaced'
  switch (facts.state) {
    case 'approved':
      return approvedOutcome(facts, now)
    case 'paused':
      return facts.dispatchedAt ? 'stopped' : 'held'
    case 'closed':
      return 'sent'
    case 'draft':
    case 'awaiting-sign-off':
      return 'waiting'
    default:
      return facts.state
  }
}

function approvedOutcome({ sendAt, closesAt }: StoryFacts, now: Date): StoryOutcome {
  if (closesAt !== null && closesAt <= now) return 'late'
  return sendAt === null || sendAt <= now ? 'leaving' : 'approved'
}
