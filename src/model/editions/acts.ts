import type { StaffRole } from '../staff/staff.js'
import type { EditionKind } from './edition.js'
import type { EditionState } from './state.js'

/** What a person may do with a frozen edition, besides deciding about it. */
export const EDITION_ACTS = ['prepare', 'stop', 'resume', 'cancel', 'publish', 'unpublish'] as const
export type EditionAct = (typeof EDITION_ACTS)[number]

type Acted = { state: EditionState; kind: EditionKind; isSent: boolean; isPublished: boolean }

const UNDECIDED: readonly EditionState[] = ['awaiting-sign-off', 'rejected', 'paused']

const WHEN: Record<EditionAct, (edition: Acted) => boolean> = {
  // What else an edition holds was chosen by whoever prepared it.
  prepare: ({ state, kind, isSent }) => kind === 'regular' && !isSent && UNDECIDED.includes(state),
  stop: ({ state }) => state === 'sending' || state === 'approved',
  resume: ({ state }) => state === 'paused',
  cancel: ({ state, isSent }) => !isSent && state !== 'draft' && state !== 'cancelled',
  publish: ({ isSent, isPublished }) => isSent && !isPublished,
  unpublish: ({ isPublished }) => isPublished,
}

/** An emergency stop is for whoever sees the mistake; to go on is a decision. */
const WHO: Record<EditionAct, readonly StaffRole[]> = {
  prepare: ['editor', 'admin'],
  stop: ['editor', 'approver', 'head', 'admin'],
  resume: ['approver', 'admin'],
  cancel: ['editor', 'approver', 'admin'],
  publish: ['approver'],
  unpublish: ['approver'],
}

/** Whether a person with these roles may do it. */
export const mayDo = (act: EditionAct, roles: readonly StaffRole[]): boolean =>
  roles.some(role => WHO[act].includes(role))

/** The acts that make sense now, for a person with these roles. */
export const actsOn = (edition: Acted, roles: readonly StaffRole[]): EditionAct[] =>
  EDITION_ACTS.filter(act => WHEN[act](edition) && mayDo(act, roles))
