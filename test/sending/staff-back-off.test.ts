import { describe, expect, it } from '@jest/globals'
import { afterRound, NOT_REFUSED } from '../../src/sending/staff-back-off.js'
import { mayWriteToStaff } from '../../src/sending/staff-mail-rounds.js'

const at = (minute: number) => Date.UTC(2020, 3, 29, 10, minute)
const REFUSED = { sent: 0, isRefused: true }

describe('mails to staff, at a relay that refuses ourselves', () => {
  it('go ever more seldom, an hour apart at last', () => {
    let staff = NOT_REFUSED
    const minutes: number[] = []
    for (let minute = 0; minute < 6 * 60; minute++) {
      if (!mayWriteToStaff(staff, at(minute))) continue
      minutes.push(minute)
      staff = afterRound(staff, REFUSED, at(minute))
    }
    expect(minutes).toEqual([0, 1, 3, 8, 18, 38, 68, 128, 188, 248, 308])
  })

  it('go at once when it has taken a mail of ours', () => {
    let staff = NOT_REFUSED
    staff = afterRound(staff, REFUSED, at(0))
    staff = afterRound(staff, REFUSED, at(1))
    expect(mayWriteToStaff(staff, at(2))).toBe(false)
    staff = afterRound(staff, { sent: 1, isRefused: true }, at(2))
    expect(mayWriteToStaff(staff, at(2))).toBe(true)
    staff = afterRound(staff, REFUSED, at(2))
    expect(mayWriteToStaff(staff, at(3))).toBe(true)
  })

  it('are put off by no round that had nothing to send', () => {
    let staff = NOT_REFUSED
    staff = afterRound(staff, { sent: 0, isRefused: false }, at(0))
    expect(mayWriteToStaff(staff, at(0))).toBe(true)
  })
})
