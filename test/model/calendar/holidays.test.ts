import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import {
  type Calendar,
  dueSlots,
  nextSendSlot,
  sendSlotOf,
  withOffset,
} from '../../../src/model/calendar/calendar.js'
import type { Cron } from '../../../src/model/calendar/cron.js'
import { holidaysOf } from '../../../src/model/calendar/holiday-rules.js'
import { parseCron } from '../../../src/model/calendar/parse-cron.js'

const ZONE = 'Europe/Brussels'
const cron = (expression: string) => parseCron(expression) as Cron
const calendar: Calendar = {
  timeZone: ZONE,
  draft: cron('0 12 * * 3'),
  send: cron('0 9 * * 4'),
  holidaySend: 'before',
  rules: BRUSSELS.holidays,
  holidays: [],
  pauses: [],
}

/** What is due in a span of days, as "edition slot local-time". */
function due(change: Partial<Calendar>, from: string, until: string): string[] {
  const slots = dueSlots({ ...calendar, ...change }, new Date(from), new Date(until))
  return slots.map(({ edition, slot, at }) => `${edition} ${slot} ${withOffset(at, ZONE).slice(0, 16)}`)
}

describe('the Belgian public holidays', () => {
  it.each([
    [2025, '2025-04-21', '2025-05-29', '2025-06-09'],
    [2026, '2026-04-06', '2026-05-14', '2026-05-25'],
    [2027, '2027-03-29', '2027-05-06', '2027-05-17'],
    [2038, '2038-04-26', '2038-06-03', '2038-06-14'],
  ])('of %i follow Easter', (year, easterMonday, ascension, whitMonday) => {
    expect(holidaysOf(year, BRUSSELS.holidays)).toEqual(
      expect.arrayContaining([easterMonday, ascension, whitMonday]),
    )
    expect(holidaysOf(year, BRUSSELS.holidays)).toHaveLength(10)
  })

  it('are ten in 2026', () => {
    expect(holidaysOf(2026, BRUSSELS.holidays)).toEqual([
      '2026-01-01',
      '2026-04-06',
      '2026-05-01',
      '2026-05-14',
      '2026-05-25',
      '2026-07-21',
      '2026-08-15',
      '2026-11-01',
      '2026-11-11',
      '2026-12-25',
    ])
  })
})

describe('a send slot on a public holiday', () => {
  it.each([
    ['Christmas 2025', '2025-12-22', '2025-W52', '2025-12-23T12:00', '2025-12-24T09:00'],
    ['New Year 2026', '2025-12-29', '2026-W01', '2025-12-30T12:00', '2025-12-31T09:00'],
    ['Ascension 2026', '2026-05-11', '2026-W20', '2026-05-12T12:00', '2026-05-13T09:00'],
    ['Ascension 2027', '2027-05-03', '2027-W18', '2027-05-04T12:00', '2027-05-05T09:00'],
    ['Armistice Day 2027', '2027-11-08', '2027-W45', '2027-11-09T12:00', '2027-11-10T09:00'],
  ])('moves to the working day before, and its draft with it: %s', (_, monday, edition, draft, send) => {
    expect(due({}, `${monday}T00:00:00Z`, addDays(monday, 6))).toEqual([
      `${edition} draft ${draft}`,
      `${edition} send ${send}`,
    ])
  })

  it.each([
    ['Christmas 2025', '2025-12-22', '2025-W52', '2025-12-24T12:00', '2025-12-26T09:00'],
    ['New Year 2026', '2025-12-29', '2026-W01', '2025-12-31T12:00', '2026-01-02T09:00'],
    ['Ascension 2026', '2026-05-11', '2026-W20', '2026-05-13T12:00', '2026-05-15T09:00'],
    ['Armistice Day 2027', '2027-11-08', '2027-W45', '2027-11-10T12:00', '2027-11-12T09:00'],
  ])('moves to the working day after, where that is asked for: %s', (_, monday, edition, draft, send) => {
    expect(due({ holidaySend: 'after' }, `${monday}T00:00:00Z`, addDays(monday, 6))).toEqual([
      `${edition} draft ${draft}`,
      `${edition} send ${send}`,
    ])
  })

  it('keeps its edition when it moves over a weekend into another week', () => {
    const fridays = { send: cron('0 9 * * 5'), draft: cron('0 12 * * 4'), holidaySend: 'after' as const }
    expect(due(fridays, '2026-04-27T00:00:00Z', '2026-05-05T00:00:00Z')).toEqual([
      '2026-W18 draft 2026-04-30T12:00',
      '2026-W18 send 2026-05-04T09:00',
    ])
    const { at, edition } = nextSendSlot({ ...calendar, ...fridays }, new Date('2026-05-03T12:00:00Z')) ?? {}
    expect([edition, at?.toISOString()]).toEqual(['2026-W18', '2026-05-04T07:00:00.000Z'])
  })

  it('passes over further days off that stand beside it', () => {
    const bridge = { holidays: ['2026-05-13', '2026-05-15'] }
    expect(due(bridge, '2026-05-08T00:00:00Z', '2026-05-16T00:00:00Z')).toEqual([
      '2026-W20 draft 2026-05-11T12:00',
      '2026-W20 send 2026-05-12T09:00',
    ])
    expect(due({ ...bridge, holidaySend: 'after' }, '2026-05-08T00:00:00Z', '2026-05-19T00:00:00Z')).toEqual([
      '2026-W20 draft 2026-05-12T12:00',
      '2026-W20 send 2026-05-18T09:00',
    ])
  })

  it('moves a draft that falls on a holiday itself to the working day before', () => {
    expect(due({}, '2026-11-09T00:00:00Z', '2026-11-14T00:00:00Z')).toEqual([
      '2026-W46 draft 2026-11-10T12:00',
      '2026-W46 send 2026-11-12T09:00',
    ])
  })

  it('leaves a working day for signing even where draft and send fall on one day', () => {
    const oneDay = { draft: cron('0 8 * * 4'), send: cron('0 16 * * 4') }
    expect(due(oneDay, '2026-05-11T00:00:00Z', '2026-05-17T00:00:00Z')).toEqual([
      '2026-W20 draft 2026-05-12T08:00',
      '2026-W20 send 2026-05-13T16:00',
    ])
  })

  it('is the send slot of its edition', () => {
    expect(sendSlotOf(calendar, '2026-W20').toISOString()).toBe('2026-05-13T07:00:00.000Z')
    expect(sendSlotOf({ ...calendar, holidaySend: 'after' }, '2026-W20').toISOString()).toBe(
      '2026-05-15T07:00:00.000Z',
    )
  })
})

describe('a pause', () => {
  const summer = { pauses: [{ from: '2027-07-19', until: '2027-08-12' }] }

  it('takes the slots of the editions that would be sent in it, and no others', () => {
    expect(due(summer, '2027-07-12T00:00:00Z', '2027-08-20T00:00:00Z')).toEqual([
      '2027-W28 draft 2027-07-14T12:00',
      '2027-W28 send 2027-07-15T09:00',
      '2027-W33 draft 2027-08-18T12:00',
      '2027-W33 send 2027-08-19T09:00',
    ])
  })

  it('is passed over by the next send, and a person may still send in it', () => {
    const next = nextSendSlot({ ...calendar, ...summer }, new Date('2027-07-16T00:00:00Z'))
    expect(next?.edition).toBe('2027-W33')
    expect(sendSlotOf({ ...calendar, ...summer }, '2027-W30').toISOString()).toBe('2027-07-29T07:00:00.000Z')
  })

  it('takes a slot that a holiday moves into it', () => {
    const days = { pauses: [{ from: '2026-05-13', until: '2026-05-13' }] }
    expect(due(days, '2026-05-11T00:00:00Z', '2026-05-17T00:00:00Z')).toEqual([])
  })
})

describe('the nights when the clock changes', () => {
  it.each([
    ['2026-03-29', '2026-03-29T01:30', '2026-03-29T03:30'],
    ['2026-10-25', '2026-10-25T01:30', '2026-10-25T03:30'],
    ['2027-03-28', '2027-03-28T01:30', '2027-03-28T03:30'],
    ['2027-10-31', '2027-10-31T01:30', '2027-10-31T03:30'],
  ])('have each slot once: %s', (night, draft, send) => {
    const sundays = { draft: cron('30 1 * * 0'), send: cron('30 3 * * 0') }
    const before = new Date(`${night}T00:00:00Z`).getTime() - 12 * 3_600_000
    const ticks = Array.from({ length: 24 * 6 }, (_, tick) => new Date(before + tick * 600_000))
    const found = ticks.flatMap(now =>
      dueSlots({ ...calendar, ...sundays }, new Date(now.getTime() - 600_000), now),
    )
    expect(found.map(({ slot, at }) => `${slot} ${withOffset(at, ZONE).slice(0, 16)}`)).toEqual([
      `draft ${draft}`,
      `send ${send}`,
    ])
  })
})

describe('two years of weeks', () => {
  it.each(['before', 'after'] as const)('have one draft and one send each, in order, %s holidays', rule => {
    const slots = dueSlots(
      { ...calendar, holidaySend: rule },
      new Date('2025-12-29T00:00:00Z'),
      new Date('2028-01-02T23:00:00Z'),
    )
    const drafts = slots.filter(({ slot }) => slot === 'draft')
    const sends = slots.filter(({ slot }) => slot === 'send')
    expect(sends).toHaveLength(53 + 52)
    expect(drafts.map(({ edition }) => edition)).toEqual(sends.map(({ edition }) => edition))
    expect(new Set(sends.map(({ edition }) => edition)).size).toBe(sends.length)
    expect(sends.map(({ edition }) => edition)).toContain('2026-W53')
    for (const [index, { at }] of sends.entries()) {
      const hours = (at.getTime() - (drafts[index]?.at.getTime() ?? 0)) / 3_600_000
      expect(hours).toBeGreaterThanOrEqual(20)
      const day = withOffset(at, ZONE).slice(0, 10)
      expect(holidaysOf(Number(day.slice(0, 4)), BRUSSELS.holidays)).not.toContain(day)
    }
  })
})

function addDays(date: string, days: number): string {
  return new Date(new Date(`${date}T00:00:00Z`).getTime() + days * 86_400_000).toISOString()
}
