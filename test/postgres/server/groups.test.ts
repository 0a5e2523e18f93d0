import { describe, expect, it } from '@jest/globals'
import { inGroups } from '../../../src/postgres/server/groups.js'

const wrong = (code: string) => Object.assign(new Error('refused'), { code })

describe('requests in groups', () => {
  it('are answered in their order, those that wait together', async () => {
    const groups: number[][] = []
    const double = inGroups<number, number>(
      async numbers => {
        groups.push(numbers)
        return numbers.map(number => number * 2)
      },
      { largest: 3 },
    )
    expect(await Promise.all([1, 2, 3, 4, 5].map(double))).toEqual([2, 4, 6, 8, 10])
    expect(groups).toEqual([
      [1, 2, 3],
      [4, 5],
    ])
  })

  it('don’t suffer from one whose value can’t be kept', async () => {
    const keep = inGroups<string, string>(async texts => {
      if (texts.some(text => text.includes('\u0000'))) throw wrong('22021')
      return texts
    })
    const kept = await Promise.allSettled(['a', 'b\u0000', 'c'].map(keep))
    expect(kept.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  it('all fail when the database is gone, and the next ones are tried afresh', async () => {
    let isGone = true
    const keep = inGroups<string, string>(async texts => {
      if (isGone) throw wrong('57P01')
      return texts
    })
    const lost = await Promise.allSettled(['a', 'b'].map(keep))
    expect(lost.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    isGone = false
    expect(await keep('c')).toBe('c')
  })
})
