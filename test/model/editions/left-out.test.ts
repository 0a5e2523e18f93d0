import { describe, expect, it } from '@jest/globals'
import {
  type CurrentUpdate,
  composeItems,
  correctedItems,
  flashItems,
  leftOutItems,
} from '../../../src/model/editions/compose.js'
import type { Update } from '../../../src/model/updates/update.js'
import { sampleUpdate } from '../../support/sample-edition.js'

const DAY = '2026-12-10'
const revised = (change: Partial<Update>, revision = 1): CurrentUpdate => {
  const update = sampleUpdate(change)
  return { update, revision, hash: JSON.stringify(update) }
}
const told = (...list: CurrentUpdate[]) => new Map(list.map(one => [one.update.id, one]))

describe('what an edition leaves out although none has told it', () => {
  const reasons = (now: Partial<Update>, before: Partial<Update> | null = null, heard = new Map()) =>
    leftOutItems([revised(now, 2)], before ? told(revised(before)) : new Map(), DAY, heard).map(
      ({ reason, day }) => [reason, day],
    )

  it('names what was over before its first edition', () => {
    expect(reasons({ until: '2025-12-31' })).toEqual([['over-before-first', '2025-12-31']])
    const event = { start: '2026-12-08T10:00', end: '2026-12-09T12:00', place: null, url: null }
    expect(reasons({ event })).toEqual([['over-before-first', '2026-12-09']])
    expect(reasons({ status: 'withdrawn' })).toEqual([['withdrawn-before-first', null]])
  })

  it('names what was changed after the end that readers know', () => {
    const before = { until: '2026-12-05' }
    expect(reasons({ ...before, topic: 'energy' }, before)).toEqual([['over-since', '2026-12-05']])
  })

  it('names nothing that it holds, that is over as was told, or withdrawn as was told', () => {
    expect(reasons({ until: '2026-12-31' })).toEqual([])
    expect(reasons({ until: '2026-12-05' }, { until: '2026-12-31' })).toEqual([])
    expect(reasons({ until: '2026-12-05' }, { until: '2026-12-05' })).toEqual([])
    expect(reasons({ status: 'withdrawn' }, { status: 'withdrawn' })).toEqual([])
  })
})

describe('what a flash told some communes alone', () => {
  const before = revised({ until: '2026-12-31', urgency: 'urgent' })
  const heard = new Map([['prime', [before]]])
  const ended = revised({ until: '2026-12-08', urgency: 'urgent' }, 2)
  const withdrawn = revised({ status: 'withdrawn', urgency: 'urgent' }, 2)

  it('is told as ended or withdrawn although no edition to all has carried it', () => {
    expect(composeItems([ended], new Map(), DAY, heard)).toMatchObject([
      { section: 'changed', ended: 'early' },
    ])
    expect(flashItems([ended], new Map(), DAY, null, heard)).toMatchObject([{ ended: 'early' }])
    expect(composeItems([withdrawn], new Map(), DAY, heard)).toMatchObject([{ section: 'withdrawn' }])
    expect(leftOutItems([ended, withdrawn], new Map(), DAY, heard)).toEqual([])
  })

  it('is told where one of them doesn’t know yet, and not where all know', () => {
    const some = new Map([['prime', [ended, before]]])
    expect(composeItems([ended], new Map(), DAY, some)).toMatchObject([{ ended: 'early' }])
    expect(composeItems([ended], new Map(), DAY, new Map([['prime', [ended]]]))).toEqual([])
    expect(leftOutItems([ended], new Map(), DAY, new Map([['prime', [ended]]]))).toEqual([])
  })

  it('is new to the others while it is in force', () => {
    expect(composeItems([before], new Map(), DAY, heard)).toMatchObject([{ section: 'new' }])
  })
})

it('an erratum tells how what it corrects has ended, and what else is corrected of what is over', () => {
  const before = revised({ until: '2026-12-31' })
  expect(correctedItems([revised({ until: '2026-12-08' }, 2)], told(before), null, DAY)).toMatchObject([
    { section: 'changed', ended: 'early' },
  ])
  const over = revised({ until: '2026-12-05' })
  const [item] = correctedItems([revised({ until: '2026-12-05', topic: 'energy' }, 2)], told(over), null, DAY)
  expect(item).toMatchObject({ section: 'changed' })
  expect(item?.ended).toBeUndefined()
})
