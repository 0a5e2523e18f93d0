import { describe, expect, it } from '@jest/globals'
import { byDue, inOrder, nextInOrder } from '../../../src/model/follow-ups/order.js'

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

  it('go on with the one after what ended, over the end with the first, and end with the last', () => {
    const at = (id: string, due: string, commune: string) => ({ ...one(id, due, 'bounced'), commune })
    const list = [
      at('9', '2026-12-01', '21001'),
      at('10', '2026-12-01', '21001'),
      at('3', '2026-12-01', '21004'),
    ]
    const follows = (id: string, due: string, commune: string) =>
      nextInOrder(
        list.filter(each => each.id !== id),
        at(id, due, commune),
      )?.id
    expect(follows('9', '2026-12-01', '21001')).toBe('10')
    expect(follows('10', '2026-12-01', '21001')).toBe('3')
    expect(follows('3', '2026-12-01', '21004')).toBe('9')
    expect(follows('1', '2026-11-01', '21019')).toBe('9')
    expect(nextInOrder([], at('3', '2026-12-01', '21004'))).toBeNull()
  })
})
