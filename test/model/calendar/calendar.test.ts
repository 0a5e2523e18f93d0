import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import {
  type Calendar,
  dueSlots,
  editionOf,
  isEditionName,
  kindOf,
  nextSend,
  sendSlotOf,
  weekOf,
  withOffset,
  workingDaysLater,
} from '../../../src/model/calendar/calendar.js'
import type { Cron } from '../../../src/model/calendar/cron.js'
import { parseCron } from '../../../src/model/calendar/parse-cron.js'

const cron = (expression: string) => parseCron(expression) as Cron
const calendar: Calendar = {
  timeZone: 'Europe/Brussels',
  draft: cron('0 12 * * 3'),
  send: cron('0 9 * * 4'),
  holidaySend: 'before',
  rules: BRUSSELS.holidays,
  holidays: [],
  pauses: [],
}
const at = (instant: string) => new Date(instant)

describe('a cron expression', () => {
  it.each([
    ['0 12 * *', '"0 12 * *" has 4 fields, not the five of "minute hour day month weekday".'],
    ['0 25 * * 3', '"25" is not a hour (0-23, lists "1,2", ranges "1-5", steps "*/15").'],
    [
      '0 2 * * 3',
      '"0 2 * * 3" uses hour 2, which is missing or double when the clock changes. Take another hour.',
    ],
    [
      '* * * * 3',
      '"* * * * 3" uses hour 2, which is missing or double when the clock changes. Take another hour.',
    ],
    ['0 9 * * MON', '"MON" is not a day of the week (0-7, lists "1,2", ranges "1-5", steps "*/15").'],
  ])('says what is wrong with %s', (expression, sentence) => {
    expect(parseCron(expression)).toBe(sentence)
  })

  it('reads lists, ranges, steps, and Sunday as 0 and 7', () => {
    expect([...cron('*/20 9-11 1,15 * 7').minutes]).toEqual([0, 20, 40])
    expect(cron('0 9 * * 7').weekdays.has(0)).toBe(true)
  })
})

describe('the calendar', () => {
  it('gives each week its draft and its send, in local time on both sides of the clock change', () => {
    const slots = dueSlots(calendar, at('2026-10-19T00:00:00Z'), at('2026-11-01T00:00:00Z'))
    expect(slots.map(({ edition, slot, at: when }) => [edition, slot, when.toISOString()])).toEqual([
      ['2026-W43', 'draft', '2026-10-21T10:00:00.000Z'],
      ['2026-W43', 'send', '2026-10-22T07:00:00.000Z'],
      ['2026-W44', 'draft', '2026-10-28T11:00:00.000Z'],
      ['2026-W44', 'send', '2026-10-29T08:00:00.000Z'],
    ])
  })

  it('assigns a Friday draft to the edition of the send that follows it', () => {
    const friday = { ...calendar, draft: cron('0 12 * * 5') }
    const [first] = dueSlots(friday, at('2027-01-01T12:00:00Z'), at('2027-01-09T00:00:00Z')).slice(-1)
    expect(first).toMatchObject({ slot: 'draft', edition: '2027-W02' })
  })

  it('knows week 53 of 2026, which ends in 2027', () => {
    expect(editionOf(at('2027-01-02T12:00:00Z'), 'Europe/Brussels')).toBe('2026-W53')
    expect(weekOf('2026-W53')).toEqual({ year: 2026, number: 53, monday: '2026-12-28', sunday: '2027-01-03' })
    expect(isEditionName('2026-W53')).toBe(true)
    expect(isEditionName('2027-W53')).toBe(false)
  })

  it('belongs to the local week just after midnight', () => {
    expect(editionOf(at('2026-11-22T23:30:00Z'), 'Europe/Brussels')).toBe('2026-W48')
  })

  it('finds the next send strictly after now, and the send slot of an edition', () => {
    expect(nextSend(calendar, at('2026-11-26T08:00:00Z'))?.toISOString()).toBe('2026-12-03T08:00:00.000Z')
    expect(sendSlotOf(calendar, '2026-W48').toISOString()).toBe('2026-11-26T08:00:00.000Z')
    expect(sendSlotOf({ ...calendar, send: cron('0 9 24 12 *') }, '2026-W48').toISOString()).toBe(
      '2026-11-26T08:00:00.000Z',
    )
  })

  it.each([
    ['2026-W48', true, 'regular'],
    ['2026-W48-flash-1', true, 'flash'],
    ['2026-W48-erratum-12', true, 'erratum'],
    ['2026-W48-flash-0', false, 'regular'],
    ['2026-w48', false, 'regular'],
    ['2026-W00', false, 'regular'],
    ['../2026-W48', false, 'regular'],
  ])('reads the edition name %s', (name, valid, kind) => {
    expect(isEditionName(name)).toBe(valid)
    if (valid) expect(kindOf(name)).toBe(kind)
  })

  it('writes instants with the offset of the day', () => {
    expect(withOffset(at('2026-11-26T08:00:00Z'), 'Europe/Brussels')).toBe('2026-11-26T09:00:00+01:00')
    expect(withOffset(at('2026-07-02T07:00:00.123Z'), 'Europe/Brussels')).toBe('2026-07-02T09:00:00+02:00')
  })

  it('counts working days over a weekend', () => {
    expect(workingDaysLater('2026-11-26', 2)).toBe('2026-11-30')
    expect(workingDaysLater('2026-11-28', 0)).toBe('2026-11-30')
    expect(workingDaysLater('2026-11-26', 0)).toBe('2026-11-26')
  })
})
