import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import type { Calendar } from '../../../src/model/calendar/calendar.js'
import type { Cron } from '../../../src/model/calendar/cron.js'
import { dailyNoteDue } from '../../../src/model/calendar/daily-note.js'
import { parseCron } from '../../../src/model/calendar/parse-cron.js'

const calendar: Calendar = {
  timeZone: 'Europe/Brussels',
  draft: parseCron('0 12 * * 3') as Cron,
  send: parseCron('0 9 * * 4') as Cron,
  holidaySend: 'before',
  rules: BRUSSELS.holidays,
  holidays: ['2026-11-27'],
  pauses: [],
}
const due = (instant: string) => dailyNoteDue(calendar, new Date(instant))

describe('the daily note to the editors', () => {
  it('is due from 17:00 local time until midnight, in winter and in summer', () => {
    expect(due('2026-11-25T16:59:59+01:00')).toBeNull()
    const wednesday = { day: '2026-11-25', since: new Date('2026-11-25T00:00:00+01:00') }
    expect(due('2026-11-25T17:00:00+01:00')).toEqual(wednesday)
    expect(due('2026-11-25T23:59:00+01:00')).toEqual(wednesday)
    expect(due('2026-07-01T15:00:00Z')).toEqual({
      day: '2026-07-01',
      since: new Date('2026-07-01T00:00:00+02:00'),
    })
  })

  it('counts the day on which the clocks change from its own midnight', () => {
    expect(due('2026-10-26T17:00:00+01:00')?.since).toEqual(new Date('2026-10-26T00:00:00+01:00'))
  })

  it('is not due on a weekend or a public holiday, nor on one that the house adds', () => {
    for (const day of ['2026-11-28', '2026-11-29', '2026-11-11', '2026-12-25', '2026-11-27'])
      expect(due(`${day}T18:00:00+01:00`)).toBeNull()
  })
})
