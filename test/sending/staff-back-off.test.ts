import { describe, expect, it } from '@jest/globals'
import { learnOfStaffMails, mayWriteToStaff } from '../../src/sending/staff-back-off.js'

const at = (minute: number) => Date.UTC(2020, 3, 29, 10, minute)
const fresh = () => ({ refusals: 0, fromMs: -Infinity })
const REFUSED = { sent: 0, isRefused: true }

describe('mails to staff, at a relay that refuses ourselves', () => {
  it('go ever more seldom, an hour apart at last', () => {
    const staff = fresh()
    const minutes: number[] = []
    for (let minute = 0; minute < 6 * 60; minute++) {
      if (!mayWriteToStaff(staff, at(minute))) continue
      minutes.push(minute)
      learnOfStaffMails(staff, REFUSED, at(minute))
    }
    expect(minutes).toEqual([0, 1, 3, 8, 18, 38, 68, 128, 188, 248, 308])
  })

  it('go at once when it has taken a mail of ours', () => {
    const staff = fresh()
    learnOfStaffMails(staff, REFUSED, at(0))
    learnOfStaffMails(staff, REFUSED, at(1))
    expect(mayWriteToStaff(staff, at(2))).toBe(false)
    learnOfStaffMails(staff, { sent: 1, isRefused: true }, at(2))
    expect(mayWriteToStaff(staff, at(2))).toBe(true)
    learnOfStaffMails(staff, REFUSED, at(2))
    expect(mayWriteToStaff(staff, at(3))).toBe(true)
  })

  it('are put off by no round that had nothing to send', () => {
    const staff = fresh()
    learnOfStaffMails(staff, { sent: 0, isRefused: false }, at(0))
    expect(mayWriteToStaff(staff, at(0))).toBe(true)
  })
})
