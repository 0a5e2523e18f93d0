import { describe, expect, it } from '@jest/globals'
import { refill } from '../../../src/steps/delivery/recover.js'

const NOW = new Date('2020-04-29T10:00:00Z')

/** A ledger with so many open deliveries, and a queue that remembers what it was told; nobody works. */
function house(open: number) {
  const due = Array.from({ length: open }, (_, index) => ({ id: `d-${index}`, attempts: 0, dueAt: NOW }))
  const told: string[][] = []
  return {
    due,
    told,
    ports: {
      sweep: async () => [],
      due: async (_: Date, most: number) => due.slice(0, most),
      nudge: async (nudges: { delivery: string }[]) => {
        told.push(nudges.map(({ delivery }) => delivery))
      },
    },
  }
}

describe('recovery', () => {
  it('enqueues no more in one round than workers send until the next, and the others in the rounds after', async () => {
    const { ports, due, told } = house(50_000)
    const { nudged } = await refill(ports, NOW)
    expect(nudged).toBeLessThan(50_000)
    // More than the fastest workers on one machine send in the 15 s between two rounds.
    expect(nudged).toBeGreaterThanOrEqual(15 * 1000)
    while (due.length > 0) {
      due.splice(0, told.at(-1)?.length)
      await refill(ports, NOW)
    }
    expect(new Set(told.flat()).size).toBe(50_000)
  })

  it('says of what is due soon when it is', async () => {
    const nudges: unknown[] = []
    const soon = new Date(NOW.getTime() + 30_000)
    await refill(
      {
        sweep: async () => [],
        due: async until => (until > soon ? [{ id: 'd-1', attempts: 2, dueAt: soon }] : []),
        nudge: async some => {
          nudges.push(...some)
        },
      },
      NOW,
    )
    expect(nudges).toEqual([{ delivery: 'd-1', attempt: 3, delay: 30_000 }])
  })
})
