import { describe, expect, it } from '@jest/globals'
import { openCircuit } from '../../src/sending/circuit.js'

/** A relay that refuses the first `refusals` knocks, and what was told of it. */
function open(refusals: number, limit = 3, alone = 60_000) {
  const knocks: number[] = []
  const told: (string | null)[] = []
  const circuit = openCircuit(
    async () => (knocks.push(knocks.length) <= refusals ? 'refused' : null),
    limit,
    away => told.push(away),
    alone,
  )
  return { circuit, knocks, told }
}

const ran = async () => 'ran'

describe('a circuit', () => {
  it('lets everybody through while the relay answers, and never knocks', async () => {
    const { circuit, knocks } = open(0)
    circuit.answered(performance.now())
    expect(await Promise.all([1, 2, 3].map(() => circuit.through(ran)))).toEqual(['ran', 'ran', 'ran'])
    expect(knocks).toEqual([])
  })

  it('knocks once for all after a lost connection, and goes on when somebody greets', async () => {
    const { circuit, knocks, told } = open(0)
    circuit.lost('reset')
    expect(await Promise.all([1, 2, 3].map(() => circuit.through(ran)))).toEqual(['ran', 'ran', 'ran'])
    expect(knocks).toHaveLength(1)
    expect(told).toEqual([])
  })

  it('lets nobody try while the relay is away, says so once, and lets all go when it is back', async () => {
    const { circuit, told } = open(1)
    let runs = 0
    circuit.lost('reset')
    const all = [1, 2, 3].map(() => circuit.through(async () => ++runs))
    expect(runs).toBe(0)
    await Promise.all(all)
    expect(runs).toBe(3)
    expect(told).toEqual(['refused', null])
    expect(circuit.away()).toBeNull()
  })

  it('knocks once for a queue of mails of which none is to be sent any more', async () => {
    const { circuit, knocks } = open(0)
    for (let loss = 0; loss < 3; loss++) circuit.lost('reset')
    const idle = Array.from({ length: 60 }, () => circuit.through(ran))
    expect(await Promise.all(idle)).toEqual(idle.map(() => 'ran'))
    expect(knocks).toHaveLength(1)
    circuit.lost('reset')
    await circuit.through(ran)
    expect(knocks).toHaveLength(2)
  })

  it('does not take the end of what was under way for the relay’s return', async () => {
    const { circuit, knocks } = open(0)
    const began = performance.now()
    circuit.lost('421 4.3.2 Shutting down')
    circuit.answered(began)
    expect(circuit.isPassable()).toBe(false)
    await circuit.through(ran)
    expect(knocks).toHaveLength(1)
    circuit.lost('421 4.3.2 Shutting down')
    circuit.answered(performance.now())
    expect(circuit.isPassable()).toBe(true)
  })

  it('lets one at a time try a relay that greets and loses every connection, until it answers', async () => {
    const { circuit, told } = open(0)
    for (let loss = 0; loss < 3; loss++) circuit.lost('reset')
    let [atOnce, most] = [0, 0]
    const all = [1, 2, 3, 4].map((_, index) =>
      circuit.through(async () => {
        most = Math.max(most, ++atOnce)
        await new Promise(resolve => setImmediate(resolve))
        atOnce--
        if (index === 0) circuit.answered(performance.now())
        return index
      }),
    )
    expect((await Promise.all(all)).sort()).toEqual([0, 1, 2, 3])
    expect(told).toEqual(['reset', null])
    expect(most).toBeLessThanOrEqual(3)
  })

  it('keeps nobody waiting when the process is to end: nothing was tried', async () => {
    const { circuit } = open(1000)
    circuit.lost('reset')
    const waiting = circuit.through(ran)
    circuit.end()
    expect(await waiting).toBeNull()
  })

  it('holds what was claimed before, while another knocks, and lets it go when the relay is back', async () => {
    const { circuit } = open(1)
    circuit.lost('reset')
    let isBack = false
    const held = circuit.passable().then(passable => [passable, isBack])
    expect(circuit.isPassable()).toBe(false)
    await circuit.through(async () => {
      isBack = true
    })
    expect(await held).toEqual([true, true])
    expect(circuit.isPassable()).toBe(true)
  })

  it('lets what it holds go back when the process is to end', async () => {
    const { circuit } = open(1000)
    circuit.lost('reset')
    const held = circuit.passable()
    circuit.end()
    expect(await held).toBe(false)
  })

  it('knocks for what it holds when nobody else comes who would: the last mails are all in hand', async () => {
    const away = open(1, 3, 1)
    away.circuit.lost('reset')
    expect(await away.circuit.passable()).toBe(true)
    expect([away.knocks.length, away.told]).toEqual([2, ['refused', null]])
  })

  it('lets what it holds come again as others do when a relay gets one at a time', async () => {
    const { circuit, knocks } = open(0, 1, 1)
    circuit.lost('reset')
    expect(await Promise.all([circuit.passable(), circuit.passable()])).toEqual([false, false])
    expect([knocks.length, circuit.isPassable()]).toEqual([1, false])
  })

  it('has one that is tried not wait for itself', async () => {
    const { circuit } = open(0, 1)
    circuit.lost('reset')
    const tried: boolean[] = []
    const held = circuit.passable()
    await circuit.through(async isProbe => {
      tried.push(isProbe)
      circuit.answered(performance.now())
    })
    expect([tried, await held]).toEqual([[true], true])
  })
})
