import { describe, expect, it } from '@jest/globals'
import { EDITION_STATES, type EditionState } from '../../../src/model/editions/state.js'
import {
  WEEK_NEEDS,
  WEEK_STEPS,
  type WeekFacts,
  type WeekNeed,
  type WeekStep,
  weekLine,
} from '../../../src/model/editions/week-line.js'

const CUT_OFF = new Date('2026-12-02T12:00:00+01:00')
const SEND = new Date('2026-12-03T09:00:00+01:00')
const facts = (more: Partial<WeekFacts> = {}): WeekFacts => ({
  edition: '2026-W49',
  cutOff: CUT_OFF,
  send: SEND,
  state: null,
  frozenAt: null,
  decidedAt: null,
  dispatchedAt: null,
  isEmpty: false,
  ...more,
})
const TUESDAY = '2026-12-01T10:00:00+01:00'
const WEDNESDAY = '2026-12-02T12:00:00+01:00'
const THURSDAY = '2026-12-03T09:00:00+01:00'

type Case = [
  what: string,
  more: Partial<WeekFacts>,
  now: string,
  step: WeekStep,
  isHeld: boolean,
  need: WeekNeed,
]
const CASES: Case[] = [
  ['before the cut-off', {}, TUESDAY, 'collecting', false, 'updates'],
  ['drawn up but not frozen', { state: 'draft' }, TUESDAY, 'collecting', false, 'updates'],
  ['from the cut-off on, unfrozen', {}, WEDNESDAY, 'cut-off', false, 'freezing'],
  ['drawn up, after the cut-off', { state: 'draft' }, THURSDAY, 'cut-off', false, 'freezing'],
  ['with nothing to send', { isEmpty: true }, WEDNESDAY, 'cut-off', false, 'nothing-new'],
  ['frozen', { state: 'awaiting-sign-off' }, WEDNESDAY, 'sign-off', false, 'signature'],
  ['rejected', { state: 'rejected' }, WEDNESDAY, 'sign-off', true, 'correction'],
  ['expired', { state: 'expired' }, THURSDAY, 'sign-off', true, 'expired'],
  ['cancelled', { state: 'cancelled' }, WEDNESDAY, 'sign-off', true, 'cancelled'],
  ['approved', { state: 'approved' }, WEDNESDAY, 'sending', false, 'departure'],
  ['approved, at the hour', { state: 'approved' }, THURSDAY, 'sending', true, 'late'],
  ['sending', { state: 'sending' }, THURSDAY, 'sending', false, 'relay'],
  ['paused', { state: 'paused' }, THURSDAY, 'sending', true, 'resuming'],
  ['sent', { state: 'closed' }, THURSDAY, 'follow-up', false, 'calls'],
]

describe('the line of a week', () => {
  it.each(CASES)('%s', (_, more, now, present, isHeld, need) => {
    const line = weekLine(facts(more), new Date(now))
    const place = WEEK_STEPS.indexOf(present)
    expect(line.need).toBe(need)
    expect(line.steps.map(({ state }) => state)).toEqual(
      WEEK_STEPS.map((__, index) =>
        index < place ? 'done' : index > place ? 'to-come' : isHeld ? 'held' : 'now',
      ),
    )
  })

  it('is tested in each state of an edition, with each need', () => {
    const states = new Set(CASES.map(([, { state }]) => state ?? null))
    expect([...states].filter((one): one is EditionState => one !== null).sort()).toEqual(
      [...EDITION_STATES].sort(),
    )
    expect([...new Set(CASES.map(([, , , , , need]) => need))].sort()).toEqual([...WEEK_NEEDS].sort())
  })

  it.each(['awaiting-sign-off', 'rejected'] as const)(
    'asks for the signature until the edition leaves, whatever was decided before: %s',
    state => {
      const decidedAt = new Date('2026-12-02T15:00:00+01:00')
      const line = weekLine(facts({ state, decidedAt }), new Date(WEDNESDAY))
      expect(line.steps.find(({ step }) => step === 'sign-off')?.at).toEqual(SEND)
    },
  )

  it('has the planned times until there are real ones', () => {
    const times = (more: Partial<WeekFacts>) =>
      weekLine(facts(more), new Date(THURSDAY)).steps.map(({ at }) => at.toISOString())
    const [cutOff, send] = [CUT_OFF.toISOString(), SEND.toISOString()]
    expect(times({})).toEqual([cutOff, cutOff, send, send, send])
    const real = {
      frozenAt: new Date('2026-12-02T12:04:00+01:00'),
      decidedAt: new Date('2026-12-02T15:00:00+01:00'),
      dispatchedAt: new Date('2026-12-03T09:01:00+01:00'),
    }
    expect(times({ state: 'closed', ...real })).toEqual([
      cutOff,
      ...[real.frozenAt, real.decidedAt, real.dispatchedAt, real.dispatchedAt].map(at => at.toISOString()),
    ])
  })
})
