import { describe, expect, it } from '@jest/globals'
import { inBrief } from '../../../src/present/mail/brief.js'
import type { RankedItem } from '../../../src/present/mail/order.js'
import { sampleItem } from '../../support/sample-edition.js'

const ranked = (
  id: string,
  change: Partial<RankedItem['update']> = {},
  section: RankedItem['section'] = 'new',
) => ({ ...sampleItem({ id, ...change }, { section }), concern: null }) satisfies RankedItem

const ids = ({ brief }: { brief: RankedItem[] }) => brief.map(({ update }) => update.id)
const DATE = '2020-05-07'
const seven = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(id => ranked(id))

describe('the summary at the top', () => {
  it('names the first six and counts the others', () => {
    expect(ids(inBrief(seven, DATE))).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
    expect(inBrief(seven, DATE).more).toBe(1)
  })

  it('names what ends within the week in any case, in its place in the order', () => {
    const items = [
      ...seven,
      ranked('ends', { until: '2020-05-13' }),
      ranked('later', { until: '2020-05-14' }),
    ]
    expect(ids(inBrief(items, DATE))).toEqual(['a', 'b', 'c', 'd', 'e', 'ends'])
    expect(inBrief(items, DATE).more).toBe(3)
  })

  it('leaves standing ones out, unless they end', () => {
    const standing = ranked('old', {}, 'standing')
    const ending = ranked('old-ending', { deadline: DATE }, 'standing')
    expect(ids(inBrief([standing, ending], DATE))).toEqual(['old-ending'])
    expect(inBrief([standing], DATE)).toEqual({ brief: [], more: 0 })
  })

  it('holds six even where more end', () => {
    const ending = seven.map(item => ({ ...item, update: { ...item.update, until: DATE } }))
    expect(inBrief(ending, DATE).brief).toHaveLength(6)
  })
})
