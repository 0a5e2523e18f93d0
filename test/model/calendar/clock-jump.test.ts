import { describe, expect, it } from '@jest/globals'
import { type ClockLine, clockLine } from '../../../src/model/calendar/clock-jump.js'

const HOUR = 3_600_000
const START = Date.parse('2026-11-26T09:00:00+01:00')

/** Looks every quarter of an hour; `set`: what somebody has set the clock to in between, in hours beside the right time. */
function looks(set: number[]): (ClockLine['jump'] | null)[] {
  let line: ClockLine | null = null
  return set.map((hours, look) => {
    const timer = (look * HOUR) / 4
    line = clockLine(line, START + timer + hours * HOUR, timer)
    return line.jump
  })
}
const at = (hours: number) => new Date(START + hours * HOUR)

describe('a clock', () => {
  it('has not jumped while it goes with the timer, or is corrected by minutes', () => {
    expect(looks([0, 0.01, -0.02, 0.05, 0])).toEqual([null, null, null, null, null])
  })

  it('has not jumped when it was set back and right again, by hours or by days', () => {
    expect(looks([0, -1, 0])).toEqual([null, null, null])
    expect(looks([0, -100, -100, 0])).toEqual([null, null, null, null])
  })

  it('has jumped when it is set forward by half a day or more, from where it would have been', () => {
    expect(looks([0, 11.9])).toEqual([null, null])
    expect(looks([0, 12])).toEqual([null, { from: at(0.25), to: at(12.25) }])
    expect(looks([0, 72, 72])).toEqual([null, ...Array(2).fill({ from: at(0.25), to: at(72.25) })])
  })

  it('has jumped until it is right again', () => {
    expect(looks([0, 72, 0, 0])).toEqual([null, { from: at(0.25), to: at(72.25) }, null, null])
  })
})
