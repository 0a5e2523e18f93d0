import { describe, expect, it } from '@jest/globals'
import { byDue, inOrder } from '../../../src/model/follow-ups/order.js'

const one = (id: string, due: string, reason: 'vacant' | 'late' | 'bounced', state = 'open' as const) => ({
  ...{ id, due, reason, state: state as 'open' | 'in-hand' | 'done' },
})
const ids = (list: { id: string }[]) => list.map(({ id }) => id)

describe('follow-ups', () => {
  it('come by due date, whatever commune they are of and whenever they were opened', () => {
    const list = [
      one('later', '2026-12-07', 'late'),
      one('long late', '2026-11-27', 'vacant'),
      one('today', '2026-12-01', 'bounced'),
    ]
    expect(ids(inOrder(list))).toEqual(['long late', 'today', 'later'])
  })

  it('of one day come by how soon their reason is to be dealt with, and else stay as they are', () => {
    const day = '2026-12-01'
    const list = [
      one('a', day, 'vacant'),
      one('b', day, 'bounced'),
      one('c', day, 'late'),
      one('d', day, 'bounced'),
    ]
    expect(ids(inOrder(list))).toEqual(['c', 'b', 'd', 'a'])
    expect(byDue(one('x', day, 'bounced'), one('y', day, 'bounced'))).toBe(0)
  })

  it('that are done come last', () => {
    const done = { ...one('done', '2026-11-01', 'late'), state: 'done' as const }
    expect(ids(inOrder([done, one('open', '2026-12-24', 'vacant')]))).toEqual(['open', 'done'])
  })
})
