import { describe, expect, it } from '@jest/globals'
import { closingTime, reminderDue } from '../../../src/model/sign-off/reminders.js'

const due = (frozen: string, send: string, now: string, windowHours = 24) => {
  const [frozenAt, sendAt] = [new Date(frozen), new Date(send)]
  const found = reminderDue(
    { frozenAt, sendAt, closesAt: closingTime(sendAt, frozenAt, windowHours) },
    new Date(now),
  )
  return found?.kind === 'reminder' ? found.hours : (found?.kind ?? null)
}

describe('reminders before a send on Thursday 26 November 2026, 9:00', () => {
  const MONDAY = '2026-11-23T12:00:00+01:00'
  const SEND = '2026-11-26T09:00:00+01:00'

  it.each([
    ['before the first one', '2026-11-25T08:59:59+01:00', null],
    ['24 h before', '2026-11-25T09:00:00+01:00', 24],
    ['until the next', '2026-11-26T04:59:59+01:00', 24],
    ['4 h before', '2026-11-26T05:00:00+01:00', 4],
    ['1 h before', '2026-11-26T08:00:00+01:00', 1],
    ['a minute before', '2026-11-26T08:59:00+01:00', 1],
    ['at the slot', '2026-11-26T09:00:00+01:00', 'alarm'],
    ['an hour late', '2026-11-26T10:00:00+01:00', 'alarm'],
    ['when sign-off has closed', '2026-11-27T09:00:00+01:00', null],
  ])('%s', (_, now, expected) => {
    expect(due(MONDAY, SEND, now)).toBe(expected)
  })

  it('pass over a moment before the freeze: the request has just been sent', () => {
    const wednesday = '2026-11-25T12:00:00+01:00'
    expect(due(wednesday, SEND, '2026-11-25T12:00:00+01:00')).toBeNull()
    expect(due(wednesday, SEND, '2026-11-26T04:59:00+01:00')).toBeNull()
    expect(due(wednesday, SEND, '2026-11-26T05:00:00+01:00')).toBe(4)
  })

  it('give an edition that was frozen at its slot or later an hour before the alarm, and its own end', () => {
    const late = '2026-11-26T09:30:00+01:00'
    expect(due(late, SEND, '2026-11-26T10:29:00+01:00')).toBeNull()
    expect(due(late, SEND, '2026-11-26T10:30:00+01:00')).toBe('alarm')
    expect(due(late, SEND, '2026-11-27T09:29:00+01:00')).toBe('alarm')
    expect(due(late, SEND, '2026-11-27T09:30:00+01:00')).toBeNull()
  })
})

// On these nights local clocks jump: 24 elapsed hours are not the same time of day.
describe.each([
  ['spring 2026', '2026-03-29', '+01:00', '+02:00', '08:00:00'],
  ['autumn 2026', '2026-10-25', '+02:00', '+01:00', '10:00:00'],
  ['spring 2027', '2027-03-28', '+01:00', '+02:00', '08:00:00'],
  ['autumn 2027', '2027-10-31', '+02:00', '+01:00', '10:00:00'],
])('reminders over the night of %s', (_, sunday, before, after, dayBefore) => {
  const saturday = new Date(new Date(`${sunday}T12:00:00Z`).getTime() - 86_400_000).toISOString().slice(0, 10)
  const send = `${sunday}T09:00:00${after}`
  const frozen = `${saturday}T00:00:00${before}`

  it('come 24, 4 and 1 elapsed hours before the slot, each once', () => {
    const start = new Date(`${saturday}T07:00:00${before}`).getTime()
    const end = new Date(send).getTime()
    const seen: (number | string | null)[] = []
    const first = new Map<number | string | null, string>()
    for (let at = start; at <= end; at += 60_000) {
      const found = due(frozen, send, new Date(at).toISOString())
      if (found === seen.at(-1)) continue
      seen.push(found)
      first.set(found, new Date(at).toISOString())
    }
    expect(seen).toEqual([null, 24, 4, 1, 'alarm'])
    expect(first.get(24)).toBe(new Date(`${saturday}T${dayBefore}${before}`).toISOString())
    expect(first.get(1)).toBe(new Date(`${sunday}T08:00:00${after}`).toISOString())
  })
})
