import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import type { Calendar } from '../../../src/model/calendar/calendar.js'
import type { Cron } from '../../../src/model/calendar/cron.js'
import { parseCron } from '../../../src/model/calendar/parse-cron.js'
import { weekSlots } from '../../../src/model/calendar/week-slots.js'

const calendar: Calendar = {
  timeZone: 'Europe/Brussels',
  draft: parseCron('0 12 * * 3') as Cron,
  send: parseCron('0 9 * * 4') as Cron,
  holidaySend: 'before',
  rules: BRUSSELS.holidays,
  holidays: [],
  pauses: [],
}
const slots = (now: string, more: Partial<Calendar> = {}) => {
  const found = weekSlots({ ...calendar, ...more }, new Date(now))
  return found && [found.edition, found.cutOff.toISOString(), found.send.toISOString()]
}
const pause = (from: string, until: string) => ({
  pauses: [{ from, until, reason: { fr: 'Fêtes', nl: 'Feesten' } }],
})

describe('the slots of a week', () => {
  it.each(['2026-11-30T00:00:00+01:00', '2026-12-03T09:00:00+01:00', '2026-12-06T23:59:00+01:00'])(
    'are those of its own edition from Monday to Sunday: %s',
    now => {
      expect(slots(now)).toEqual(['2026-W49', '2026-12-02T11:00:00.000Z', '2026-12-03T08:00:00.000Z'])
    },
  )

  it('are moved to before a holiday with its draft, also into the week before', () => {
    // Ascension Day is a Thursday.
    const [edition, cutOff, send] = slots('2026-05-12T10:00:00+02:00') ?? []
    expect([edition, send]).toEqual(['2026-W20', '2026-05-13T07:00:00.000Z'])
    expect(cutOff && send && cutOff < send).toBe(true)
    const far = slots('2026-05-12T10:00:00+02:00', { holidays: ['2026-05-11', '2026-05-12', '2026-05-13'] })
    expect(far?.[0]).toBe('2026-W20')
    expect((far?.[1] ?? '') < (far?.[2] ?? '')).toBe(true)
  })

  it('are those of the next planned edition in a pause, and none when nothing is planned for two months', () => {
    expect(slots('2026-12-22T10:00:00+01:00', pause('2026-12-21', '2027-01-03'))).toEqual([
      '2027-W01',
      '2027-01-06T11:00:00.000Z',
      '2027-01-07T08:00:00.000Z',
    ])
    expect(slots('2026-12-22T10:00:00+01:00', pause('2026-12-21', '2027-06-30'))).toBeNull()
  })

  it('follow the ISO week over the end of a year of 53 weeks', () => {
    for (const now of ['2026-12-31T08:00:00+01:00', '2027-01-03T20:00:00+01:00'])
      expect(slots(now)).toEqual(['2026-W53', '2026-12-30T11:00:00.000Z', '2026-12-31T08:00:00.000Z'])
    expect(slots('2027-01-04T00:00:00+01:00')?.[0]).toBe('2027-W01')
  })
})
