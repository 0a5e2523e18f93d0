import type { WeekSlots } from '../calendar/week-slots.js'
import type { EditionState } from './state.js'

/** The steps of an edition, in order. */
export const WEEK_STEPS = ['collecting', 'cut-off', 'sign-off', 'sending', 'follow-up'] as const
export type WeekStep = (typeof WEEK_STEPS)[number]

/** `held`: the week goes on only after a person acts. */
export type WeekStepState = 'done' | 'now' | 'held' | 'to-come'

/** What the present step needs, and from whom. */
export const WEEK_NEEDS = [
  'updates',
  'freezing',
  'nothing-new',
  'signature',
  'correction',
  'expired',
  'cancelled',
  'departure',
  'late',
  'relay',
  'resuming',
  'calls',
] as const
export type WeekNeed = (typeof WEEK_NEEDS)[number]

/** What the ledger knows of the week's edition; all null before it is frozen. */
export type WeekFacts = WeekSlots & {
  state: EditionState | null
  frozenAt: Date | null
  decidedAt: Date | null
  dispatchedAt: Date | null
  /** By its draft slot, the week has nothing to send. */
  isEmpty: boolean
}

export type WeekLine = {
  edition: string
  need: WeekNeed
  /** `at`: when the step ends or ended; for the follow-up, when it begins. */
  steps: { step: WeekStep; state: WeekStepState; at: Date }[]
}

/** Where the week stands at `now`: five steps of which one is the present one. */
export function weekLine(facts: WeekFacts, now: Date): WeekLine {
  const [present, need] = presentOf(facts, now)
  const place = WEEK_STEPS.indexOf(present)
  // A version that is to be signed again has no decision that ended the step.
  const isSigned = place > WEEK_STEPS.indexOf('sign-off')
  const known = isSigned ? facts : { ...facts, decidedAt: null }
  const steps = WEEK_STEPS.map((step, index) => ({
    step,
    state: index < place ? 'done' : index > place ? 'to-come' : HELD.has(need) ? 'held' : 'now',
    at: momentOf(step, known),
  })) satisfies WeekLine['steps']
  return { edition: facts.edition, need, steps }
}

const HELD: ReadonlySet<WeekNeed> = new Set(['correction', 'expired', 'cancelled', 'late', 'resuming'])

const PRESENT: Record<Exclude<EditionState, 'draft' | 'approved'>, [WeekStep, WeekNeed]> = {
  'awaiting-sign-off': ['sign-off', 'signature'],
  rejected: ['sign-off', 'correction'],
  expired: ['sign-off', 'expired'],
  cancelled: ['sign-off', 'cancelled'],
  sending: ['sending', 'relay'],
  paused: ['sending', 'resuming'],
  closed: ['follow-up', 'calls'],
}

function presentOf({ state, cutOff, send, isEmpty }: WeekFacts, now: Date): [WeekStep, WeekNeed] {
  if (state === 'approved') return ['sending', now < send ? 'departure' : 'late']
  if (state !== null && state !== 'draft') return PRESENT[state]
  if (isEmpty) return ['cut-off', 'nothing-new']
  return now < cutOff ? ['collecting', 'updates'] : ['cut-off', 'freezing']
}

function momentOf(step: WeekStep, { cutOff, send, frozenAt, decidedAt, dispatchedAt }: WeekFacts): Date {
  if (step === 'collecting') return cutOff
  if (step === 'cut-off') return frozenAt ?? cutOff
  if (step === 'sign-off') return decidedAt ?? send
  return dispatchedAt ?? send
}
