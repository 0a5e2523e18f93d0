import { describe, expect, it } from '@jest/globals'
import type { Database } from '../../../src/postgres/server/database.js'
import { alsoAsleep, openClockWatch } from '../../../src/steps/calendar/clock-watch.js'

const HOUR = 3_600_000
const nobodyAsked = null as unknown as Database

/** A machine whose timer stands still while it sleeps, and whose boot was long ago. */
function machine() {
  const at = { clock: Date.parse('2026-11-26T18:00:00Z'), timer: 5000, boot: 900_000 }
  const timer = alsoAsleep(
    () => at.timer,
    () => at.boot / 1000,
  )
  return { at, timer, watch: openClockWatch(() => new Date(at.clock), timer, nobodyAsked) }
}

describe('a machine that sleeps', () => {
  it('has no clock that jumped when it wakes after a night', () => {
    const { at, watch } = machine()
    at.clock += 14 * HOUR
    at.boot += 14 * HOUR
    at.timer += 1000
    expect(watch.jump()).toBeNull()
  })

  it('and whose clock is set two days ahead, has one', () => {
    const { at, watch } = machine()
    at.clock += 62 * HOUR
    at.boot += 14 * HOUR
    expect(watch.jump()).toEqual({
      from: new Date('2026-11-27T08:00:00Z'),
      to: new Date('2026-11-29T08:00:00Z'),
    })
  })

  it('counts no time backwards where its time since boot is less than before', () => {
    const { at, timer } = machine()
    at.boot += HOUR
    const before = timer()
    at.boot = 0
    at.timer += 10
    expect(timer()).toBe(before + 10)
  })
})
