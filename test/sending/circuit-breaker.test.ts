import { describe, expect, it } from '@jest/globals'
import {
  AWAY,
  answered,
  awayFor,
  claimThrough,
  closedCircuit,
  lost,
  probed,
  probePauseMs,
  trialEnded,
  waitInHand,
} from '../../src/sending/circuit-breaker.js'
import { newPassage } from '../../src/sending/limiter.js'

const LIMIT = 3
const claim = (circuit: ReturnType<typeof closedCircuit>) => claimThrough(circuit, newPassage()).kind
/** A mail that was claimed and asks since `askedMs` to be handed over. */
const inHand = (askedMs: number) => ({ ...newPassage(), askedMs })

/** One that lost so many connections, one a millisecond, from 1 on. */
function lossy(losses: number, limit = LIMIT) {
  const circuit = closedCircuit(limit)
  for (let nth = 1; nth <= losses; nth++) lost(circuit, 'reset', nth)
  return circuit
}

/** Half-open: it lost the limit, and the relay greets. */
function halfOpen(limit = LIMIT) {
  const circuit = lossy(limit, limit)
  expect(claim(circuit)).toBe('probe')
  probed(circuit, null, 10)
  return circuit
}

describe('a circuit breaker', () => {
  it('lets everybody through while the relay answers, and never probes', () => {
    const circuit = closedCircuit(LIMIT)
    answered(circuit, 0)
    expect([1, 2, 3].map(() => claim(circuit))).toEqual(['go', 'go', 'go'])
    expect(waitInHand(circuit, inHand(0), 5)).toBeNull()
  })

  it('probes once for all after a lost connection, and goes on when somebody greets', () => {
    const circuit = lossy(1)
    expect([1, 2, 3].map(() => claim(circuit))).toEqual(['probe', 'wait', 'wait'])
    probed(circuit, null, 2)
    expect([1, 2, 3].map(() => claim(circuit))).toEqual(['go', 'go', 'go'])
    expect(circuit.away).toBeNull()
  })

  it('lets nobody through while the relay is away, and all when it is back', () => {
    const circuit = lossy(1)
    expect(claim(circuit)).toBe('probe')
    probed(circuit, 'refused', 100)
    probed(circuit, 'no answer', 1100)
    expect(claim(circuit)).toBe('wait')
    expect(awayFor(circuit, 2100)).toEqual({ reason: 'no answer', milliseconds: 2000 })
    probed(circuit, null, 3000)
    expect(claim(circuit)).toBe('go')
    expect(awayFor(circuit, 3000)).toBeNull()
  })

  it('probes ever more seldom, every 15 s at last, and at once again after an answer', () => {
    const circuit = lossy(1)
    const pauses = [1, 2, 3, 4, 5, 6, 7].map(nth => {
      const pause = probePauseMs(circuit)
      probed(circuit, 'refused', nth)
      return pause
    })
    expect(pauses).toEqual([0, 1000, 2000, 5000, 10_000, 15_000, 15_000])
    answered(circuit, 9)
    expect(probePauseMs(circuit)).toBe(0)
  })

  it('probes once for a queue of mails of which none is to be sent any more', () => {
    const circuit = halfOpen()
    for (let idle = 0; idle < 60; idle++) {
      expect(claim(circuit)).toBe('go')
      trialEnded(circuit, 11 + idle)
    }
    lost(circuit, 'reset', 100)
    expect(claim(circuit)).toBe('probe')
  })

  it('does not take the end of what was under way for the relay’s return', () => {
    const circuit = closedCircuit(LIMIT)
    lost(circuit, '421 4.3.2 Shutting down', 10)
    answered(circuit, 9)
    expect(claim(circuit)).toBe('probe')
    probed(circuit, null, 11)
    lost(circuit, '421 4.3.2 Shutting down', 12)
    answered(circuit, 13)
    expect(claim(circuit)).toBe('go')
  })

  it('lets one at a time go to a relay that greets and loses every connection, until it answers', () => {
    const circuit = halfOpen()
    expect(circuit.away).toMatchObject({ reason: 'reset' })
    const trial = newPassage()
    expect(claimThrough(circuit, trial).kind).toBe('go')
    expect([...trial.holds]).toEqual(['trial'])
    expect([claim(circuit), claim(circuit)]).toEqual(['wait', 'wait'])
    trialEnded(circuit, 12)
    expect([claim(circuit), claim(circuit)]).toEqual(['go', 'wait'])
    answered(circuit, 13)
    expect([claim(circuit), claim(circuit)]).toEqual(['go', 'go'])
    expect(circuit.away).toBeNull()
  })

  it('keeps what was claimed before waiting, while another probes, for 60 s, and lets it go when the relay is back', () => {
    const circuit = lossy(1)
    expect(claim(circuit)).toBe('probe')
    expect(waitInHand(circuit, inHand(2), 3)).toEqual({ kind: 'wait', untilMs: 60_001 })
    expect(waitInHand(circuit, inHand(2), 60_000)).toMatchObject({ kind: 'wait' })
    expect(waitInHand(circuit, inHand(2), 60_001)).toEqual({ kind: 'withhold', why: AWAY })
    probed(circuit, null, 60_002)
    expect(waitInHand(circuit, inHand(2), 60_002)).toBeNull()
  })

  it('probes for a mail in hand when nobody else comes for 2 s: the last mails are all in hand', () => {
    const circuit = lossy(1)
    const [first, second] = [inHand(500), inHand(600)]
    expect(waitInHand(circuit, first, 600)).toEqual({ kind: 'wait', untilMs: 2500 })
    expect(waitInHand(circuit, first, 2500)).toMatchObject({ kind: 'probe' })
    expect(waitInHand(circuit, second, 2600)).toMatchObject({ kind: 'wait' })
    probed(circuit, 'refused', 2700)
    expect(waitInHand(circuit, second, 9000)).toMatchObject({ kind: 'wait' })
    probed(circuit, null, 9001)
    expect([waitInHand(circuit, first, 9002), waitInHand(circuit, second, 9002)]).toEqual([null, null])
  })

  it('counts these 2 s from the loss: what waited for a permit before has others that come', () => {
    const circuit = closedCircuit(LIMIT)
    lost(circuit, 'reset', 50_000)
    expect(waitInHand(circuit, inHand(1), 50_001)).toEqual({ kind: 'wait', untilMs: 52_000 })
  })

  it('lets a mail in hand come again as others do when a relay gets one at a time', () => {
    const circuit = lossy(1, 1)
    const [first, second] = [inHand(1), inHand(2)]
    expect(waitInHand(circuit, first, 2010)).toMatchObject({ kind: 'probe' })
    probed(circuit, null, 2020)
    expect([waitInHand(circuit, first, 2020), waitInHand(circuit, second, 2020)]).toEqual([
      { kind: 'withhold', why: AWAY },
      { kind: 'withhold', why: AWAY },
    ])
    expect(claim(circuit)).toBe('go')
    expect(circuit.openSinceMs).toBe(1)
  })

  it('has a mail on trial not wait for itself, and those in hand wait for that one', () => {
    const circuit = halfOpen(1)
    const trial = newPassage()
    expect(claimThrough(circuit, trial).kind).toBe('go')
    expect(waitInHand(circuit, trial, 20)).toBeNull()
    expect(waitInHand(circuit, inHand(1), 5000)).toMatchObject({ kind: 'wait' })
    answered(circuit, 21)
    expect(waitInHand(circuit, inHand(1), 5001)).toBeNull()
  })
})
