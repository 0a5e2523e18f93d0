import { describe, expect, it } from '@jest/globals'
import { type ActedOn, actOn, type FollowUpAct } from '../../../src/model/follow-ups/act.js'
import { FOLLOW_UP_REASONS, FOLLOW_UP_RESULTS } from '../../../src/model/follow-ups/follow-up.js'
import { resultsOf, suggestion } from '../../../src/model/follow-ups/follow-up-rules.js'

const question = (change: Partial<ActedOn> = {}): ActedOn => ({
  state: 'open',
  reason: 'question',
  spoc: 'spoc-nord',
  isAnswered: false,
  moves: 1,
  ...change,
})

describe('a follow-up', () => {
  it.each([
    [{ kind: 'take' }, 'taken', 'in-hand', null],
    [{ kind: 'note', text: ' appelé ' }, 'noted', 'open', 'appelé'],
    [{ kind: 'assign', to: 'spoc-sud' }, 'reassigned', 'open', null],
    [{ kind: 'move', reason: 'correction', moves: 1 }, 'moved', 'open', null],
    [{ kind: 'done', result: 'passed-on', text: null }, 'done', 'done', null],
    [{ kind: 'answer', text: 'Oui.' }, 'answered', 'done', 'Oui.'],
  ] as [FollowUpAct, string, string, string | null][])(
    'that is open, and %j, is %s',
    (act, event, state, text) => {
      expect(actOn(question(), act)).toMatchObject({ event, state, text })
    },
  )

  it('is done by the answer only where an answer was what was to be done', () => {
    expect(actOn(question(), { kind: 'answer', text: 'Oui.' })).toMatchObject({ result: 'answered' })
    const away = question({ reason: 'away' })
    expect(actOn(away, { kind: 'answer', text: 'Oui.' })).toMatchObject({ state: 'in-hand', result: null })
  })

  it.each([
    [question(), { kind: 'reopen', text: null }, 'not-done'],
    [question({ state: 'done' }), { kind: 'take' }, 'done-already'],
    [question({ state: 'in-hand' }), { kind: 'take', ifOpen: true }, 'changed-meanwhile'],
    [question({ state: 'done' }), { kind: 'done', result: 'answered', text: null }, 'done-already'],
    [question(), { kind: 'done', result: 'new-address', text: null }, 'result-unknown'],
    [question(), { kind: 'done', result: 'settled', text: null }, 'result-unknown'],
    [question(), { kind: 'note', text: ' \n ' }, 'words-missing'],
    [question(), { kind: 'answer', text: 'x'.repeat(10_001) }, 'words-long'],
    [question(), { kind: 'assign', to: 'spoc-nord' }, 'same-person'],
    [question(), { kind: 'move', reason: 'question', moves: null }, 'same-topic'],
    [question(), { kind: 'move', reason: 'correction', moves: 0 }, 'moved-meanwhile'],
    [question({ state: 'done' }), { kind: 'move', reason: 'correction', moves: 0 }, 'moved-meanwhile'],
    [question(), { kind: 'move', reason: 'bounced', moves: 1 }, 'no-reply'],
    [question({ reason: 'bounced' }), { kind: 'move', reason: 'question', moves: 1 }, 'no-reply'],
    [question(), { kind: 'share', text: 'x' }, 'not-answered'],
    [question({ reason: 'vacant', isAnswered: true }), { kind: 'share', text: 'x' }, 'no-reply'],
  ] as [ActedOn, FollowUpAct, string][])('%j refuses %j: %s', (followUp, act, reason) => {
    expect(actOn(followUp, act)).toEqual({ refused: reason })
  })

  it.each(FOLLOW_UP_REASONS)('for "%s" has something to do, a due date and a few results', reason => {
    expect(suggestion(reason, '2026-11-26').due >= '2026-11-26').toBe(true)
    expect(resultsOf(reason).length).toBeGreaterThan(1)
    for (const result of resultsOf(reason)) expect(FOLLOW_UP_RESULTS).toContain(result)
  })
})
