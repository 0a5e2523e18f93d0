import { describe, expect, it } from '@jest/globals'
import { openWelcome } from '../../src/sending/welcome.js'

const at = (minute: number) => new Date(Date.UTC(2020, 3, 29, 10, minute))

describe('mails to staff, at a relay that refuses ourselves', () => {
  it('knock ever more seldom, an hour apart at last', () => {
    const welcome = openWelcome()
    const tries: number[] = []
    for (let minute = 0; minute < 6 * 60; minute++) {
      if (!welcome.mayTry(at(minute))) continue
      tries.push(minute)
      welcome.refuse(at(minute))
    }
    expect(tries).toEqual([0, 1, 3, 8, 18, 38, 68, 128, 188, 248, 308])
  })

  it('go at once when it has taken a mail of ours', () => {
    const welcome = openWelcome()
    welcome.refuse(at(0))
    welcome.refuse(at(1))
    expect(welcome.mayTry(at(2))).toBe(false)
    welcome.letIn()
    expect(welcome.mayTry(at(2))).toBe(true)
    welcome.refuse(at(2))
    expect(welcome.mayTry(at(3))).toBe(true)
  })
})
