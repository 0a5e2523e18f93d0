import { describe, expect, it } from '@jest/globals'
import { actsOn, EDITION_ACTS, mayDo } from '../../../src/model/editions/acts.js'
import { EDITION_STATES, type EditionState } from '../../../src/model/editions/state.js'
import { STAFF_ROLES } from '../../../src/model/staff/staff.js'

const EVERY = [...STAFF_ROLES]
const now = (state: EditionState, isSent: boolean, isPublished = false) =>
  actsOn({ state, kind: 'regular', isSent, isPublished }, EVERY).join(' ')

describe('what may be done with an edition', () => {
  it.each<[EditionState, boolean, string]>([
    ['draft', false, ''],
    ['awaiting-sign-off', false, 'prepare cancel'],
    ['approved', false, 'stop cancel'],
    ['paused', false, 'prepare resume cancel'],
    ['rejected', false, 'prepare cancel'],
    ['expired', false, 'cancel'],
    ['cancelled', false, ''],
    ['sending', true, 'stop publish'],
    ['paused', true, 'resume publish'],
    ['closed', true, 'publish'],
  ])('%s, sent %s: %s', (state, isSent, acts) => {
    expect(now(state, isSent)).toBe(acts)
  })

  it('is no new version of what a person chose for it', () => {
    for (const kind of ['flash', 'erratum'] as const)
      expect(actsOn({ state: 'rejected', kind, isSent: false, isPublished: false }, EVERY)).toEqual([
        'cancel',
      ])
  })

  it('is to withdraw what is published, instead of publishing it', () => {
    expect(now('closed', true, true)).toBe('unpublish')
    expect(now('sending', true, true)).toBe('stop unpublish')
  })

  it.each([
    ['prepare', 'editor admin'],
    ['stop', 'approver editor head admin'],
    ['resume', 'approver admin'],
    ['cancel', 'approver editor admin'],
    ['publish', 'approver'],
    ['unpublish', 'approver'],
  ] as const)('%s: by %s', (act, roles) => {
    expect(STAFF_ROLES.filter(role => mayDo(act, [role])).sort()).toEqual(roles.split(' ').sort())
  })

  it('is nothing for who has no role, in any state', () => {
    for (const state of EDITION_STATES)
      for (const isSent of [true, false])
        expect(actsOn({ state, kind: 'regular', isSent, isPublished: isSent }, ['spoc'])).toEqual([])
    expect(EDITION_ACTS.some(act => mayDo(act, []))).toBe(false)
  })
})
