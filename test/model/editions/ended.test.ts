import { describe, expect, it } from '@jest/globals'
import { type CarriedUpdate, type CurrentUpdate, composeItems } from '../../../src/model/editions/compose.js'
import type { EditionItem } from '../../../src/model/editions/edition.js'
import type { Update } from '../../../src/model/updates/update.js'
import { sampleUpdate } from '../../support/sample-edition.js'

/** The day of the next edition; the one before left on the 3rd. */
const DAY = '2026-12-10'
const meeting = (start: string, end: string | null = null) => ({ start, end, place: null, url: null })

const revised = (change: Partial<Update>, revision: number): CurrentUpdate => {
  const update = sampleUpdate(change)
  return { update, revision, hash: JSON.stringify(update) }
}

/** Where an update stands that was told as `before` and is `after` now. */
function placed(before: Partial<Update> | null, after: Partial<Update>, date = DAY): string {
  const carried = new Map<string, CarriedUpdate>()
  if (before) carried.set('prime', revised(before, 1))
  const [item] = composeItems([revised(after, 2)], carried, date) as (EditionItem & { ended?: string })[]
  return item ? [item.section, item.ended].filter(Boolean).join(' ') : 'left out'
}

describe('an update that is over on the day of the edition', () => {
  const until = (day: string | null) => ({ until: day })
  it.each([
    ['its last day came forward', until('2026-12-31'), until('2026-12-08'), 'changed early'],
    ['it got a last day', until(null), until('2026-12-08'), 'changed early'],
    ['it ended on the day before', until('2026-12-31'), until('2026-12-09'), 'changed early'],
    ['it ended before the last edition already', until('2026-12-31'), until('2026-12-01'), 'changed early'],
    ['the end told was past, too, but another', until('2026-12-09'), until('2026-12-05'), 'changed early'],
    ['its end was put off, but is past', until('2026-12-05'), until('2026-12-09'), 'changed over'],
    ['its last day is the day of the edition', until('2026-12-31'), until(DAY), 'changed'],
    ['it still ends later', until('2026-12-31'), until('2026-12-20'), 'changed'],
    ['its last day was taken away', until('2026-12-31'), until(null), 'changed'],
    ['it goes on after all', until('2026-12-05'), until('2026-12-31'), 'changed'],
    ['it is over as was told', until('2026-12-08'), until('2026-12-08'), 'left out'],
  ])('is told where %s', (_, before, after, where) => {
    expect(placed(before, after)).toBe(where)
  })

  it.each([
    [
      'was moved to a day that is past',
      meeting('2026-12-15T10:00'),
      meeting('2026-12-08T10:00'),
      'changed held',
    ],
    [
      'ended sooner',
      meeting('2026-12-07T09:00', '2026-12-11T17:00'),
      meeting('2026-12-07T09:00', '2026-12-08T17:00'),
      'changed early',
    ],
    ['was moved to a later day', meeting('2026-12-08T10:00'), meeting('2026-12-15T10:00'), 'changed'],
    ['was called off', meeting('2026-12-15T10:00'), null, 'changed'],
    ['is over as was told', meeting('2026-12-08T10:00'), meeting('2026-12-08T10:00'), 'left out'],
  ])('and an event that %s', (_, before, after, where) => {
    expect(placed({ event: before }, { event: after })).toBe(where)
  })

  it('is cancelled where its event had not begun', () => {
    const event = meeting('2026-12-15T10:00')
    expect(placed({ event }, { event, until: '2026-12-08' })).toBe('changed cancelled')
  })

  it('with a deadline that came forward is told, though nobody can apply any more', () => {
    expect(placed({ deadline: '2026-12-31' }, { deadline: '2026-12-08' })).toBe('changed')
  })

  it('is not told again, and not told where another word changed since', () => {
    const told = { until: '2026-12-08' }
    expect(placed(told, told, '2026-12-17')).toBe('left out')
    expect(placed(told, { ...told, topic: 'energy' })).toBe('left out')
  })

  it('is left out where nobody heard of it, or it was told as withdrawn', () => {
    expect(placed(null, { until: '2026-12-08' })).toBe('left out')
    expect(placed({ status: 'withdrawn' }, { until: '2026-12-08' })).toBe('left out')
  })
})
