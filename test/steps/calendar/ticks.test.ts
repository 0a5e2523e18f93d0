import { describe, expect, it } from '@jest/globals'
import { openTicks, type Tick } from '../../../src/steps/calendar/ticks.js'

const NINE = Date.parse('2026-11-26T09:00:00+01:00')

/** A clock and a timer that are moved by hand, and what the ticks did and said. */
function stand() {
  const now = { clock: NINE, timer: 0 }
  const done: string[] = []
  const said: unknown[] = []
  const log = {
    error: (...line: unknown[]) => void said.push(line),
    warn: (...line: unknown[]) => void said.push(line),
  }
  const ticks = openTicks(
    () => new Date(now.clock),
    () => now.timer,
    log,
  )
  const pass = async (seconds: number, clock = seconds) => {
    now.timer += seconds * 1000
    now.clock += clock * 1000
    ticks.look()
    await ticks.ended()
  }
  const tick = (name: string, run: Tick['run'] = async () => void done.push(name)): Tick => ({
    name,
    everySeconds: 60,
    overdueSeconds: 300,
    run,
  })
  return { ticks, done, said, pass, tick, now }
}

describe('a tick', () => {
  it('is done at once, and then at full minutes of the clock', async () => {
    const { ticks, done, pass, tick } = stand()
    await ticks.add(tick('week'))
    for (const expected of [1, 2, 2, 3, 3]) {
      await pass(30)
      expect(done.length).toBe(expected)
    }
  })

  it.each([
    ['set back an hour', -3600],
    ['set forward by days', 3 * 86_400],
  ])('goes on within a second when the clock is %s', async (_what, seconds) => {
    const { ticks, done, pass, tick } = stand()
    await ticks.add(tick('week'))
    await pass(1, seconds)
    expect(done.length).toBe(2)
  })

  it('goes on by the timer while the clock stands still', async () => {
    const { ticks, done, pass, tick } = stand()
    await ticks.add(tick('week'))
    await pass(59, 0)
    expect(done.length).toBe(1)
    await pass(1, 0)
    expect(done.length).toBe(2)
  })

  it('does not overlap itself, and holds up no other', async () => {
    const { ticks, done, tick, now } = stand()
    let end: () => void = () => {}
    ticks.add(tick('hangs', () => new Promise<void>(resolve => (end = resolve))))
    await ticks.add(tick('week'))
    let begun = 0
    for (; begun < 3; begun++) {
      now.timer += 60_000
      now.clock += 60_000
      ticks.look()
      await new Promise(resolve => setImmediate(resolve))
    }
    expect(done).toEqual(['week', 'week', 'week', 'week'])
    end()
    await ticks.ended()
  })

  it('has an age, by the timer, and is overdue when it has not ended for too long: said once, and when it is back', async () => {
    const { ticks, said, tick, now } = stand()
    let end: () => void = () => {}
    ticks.add(tick('week', () => new Promise<void>(resolve => (end = resolve))))
    const look = (seconds: number) => {
      now.timer += seconds * 1000
      now.clock -= 3_600_000
      ticks.look()
    }
    look(300)
    expect(ticks.ages()).toEqual([{ name: 'week', ageSeconds: 300, isOverdue: false }])
    look(1)
    look(9)
    expect(ticks.ages()).toEqual([{ name: 'week', ageSeconds: 310, isOverdue: true }])
    end()
    await ticks.ended()
    look(0)
    expect(ticks.ages()).toMatchObject([{ ageSeconds: 0, isOverdue: false }])
    expect(said).toEqual([
      ['tick.overdue', { tick: 'week', seconds: 301 }],
      ['tick.back', { tick: 'week' }],
    ])
  })

  it('is done again after it has failed', async () => {
    const { ticks, done, said, pass, tick } = stand()
    let isBroken = true
    await ticks.add(
      tick('week', async () => {
        if (isBroken) throw new Error('the share is away')
        done.push('week')
      }),
    )
    isBroken = false
    await pass(60)
    expect([said, done]).toEqual([[['tick.failed', { tick: 'week', reason: 'the share is away' }]], ['week']])
  })
})
