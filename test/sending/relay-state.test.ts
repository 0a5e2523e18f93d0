import { describe, expect, it } from '@jest/globals'
import type { Outcome } from '../../src/model/delivery/outcome.js'
import { probed } from '../../src/sending/circuit-breaker.js'
import { newPassage } from '../../src/sending/limiter.js'
import type { Holding, Passage, Step } from '../../src/sending/passage.js'
import { giveBack, learn, mayGo, newRelayState, type RelayState } from '../../src/sending/relay-state.js'

const reply = { code: 250, enhancedStatus: '2.0.0', text: 'Ok' }
const ACCEPTED: Outcome = { kind: 'accepted', reply }
const REFUSED: Outcome = { kind: 'permanent', reply: { ...reply, code: 550 } }
const LATER: Outcome = { kind: 'transient', reply: { ...reply, code: 450 } }
const UNWELCOME: Outcome = { kind: 'unwelcome', reply: { ...reply, code: 554 } }
const NO_LOG_IN: Outcome = { kind: 'sender', reply: null, detail: 'Authentication failed' }
const LOST: Outcome = { kind: 'lost', detail: 'ECONNRESET read' }

type Place = { domain?: string; edition?: string; commune?: string }
const mail = (place: Place = {}): Passage => ({ ...newPassage(), domain: 'a.example', ...place })

/** What becomes of a mail that asks for a step now. */
function ask(state: RelayState, passage: Passage, step: Step, ms = 0) {
  Object.assign(passage, { step, askedMs: ms })
  return again(state, passage, ms)
}
const again = (state: RelayState, passage: Passage, ms: number) => mayGo(state, passage, { ms, clockMs: ms })

/** A relay that has taken a mail at 0: everybody may go. */
function proven(atOnce = 3): RelayState {
  const state = newRelayState(atOnce)
  learn(state, mail(), ACCEPTED, 0, 0)
  return state
}

describe('the log-in', () => {
  it('is tried by one mail alone, and by all once that has proved it', () => {
    const state = newRelayState(3)
    const [first, second, third] = [mail(), mail(), mail()]
    expect(ask(state, first, 'claim').kind).toBe('go')
    expect([second, third].map(one => ask(state, one, 'claim'))).toEqual([
      { kind: 'wait', untilMs: 5000 },
      { kind: 'wait', untilMs: 5000 },
    ])
    learn(state, first, ACCEPTED, 0, 100)
    expect([second, third].map(one => again(state, one, 100).kind)).toEqual(['go', 'go'])
  })

  it('is tried by the next one alone when the first ends without an answer, and after 5 s nobody waits for it', () => {
    const state = newRelayState(3)
    const [first, second, third] = [mail(), mail(), mail()]
    for (const one of [first, second, third]) ask(state, one, 'claim')
    giveBack(state, first, 'first', 10)
    expect([second, third].map(one => again(state, one, 10).kind)).toEqual(['go', 'wait'])
    expect(again(state, third, 4999).kind).toBe('wait')
    expect(again(state, third, 5000).kind).toBe('go')
    expect(ask(state, mail(), 'claim', 5000).kind).toBe('wait')
  })

  it('is tried by one alone again after a minute without an answer: it may be refused next week', () => {
    const state = proven()
    expect([1, 2].map(() => ask(state, mail(), 'claim', 59_999).kind)).toEqual(['go', 'go'])
    expect([1, 2].map(() => ask(state, mail(), 'claim', 60_000).kind)).toEqual(['go', 'wait'])
  })

  it.each([
    ['accepted', ACCEPTED, true],
    ['permanent', REFUSED, true],
    ['transient', LATER, true],
    ['unwelcome', UNWELCOME, false],
    ['lost', LOST, false],
    ['withheld', { kind: 'withheld', detail: 'stopped' } as Outcome, false],
    ['in-doubt', { kind: 'in-doubt', detail: 'reset' } as Outcome, false],
    ['unmakeable', { kind: 'unmakeable', detail: 'no SPOC' } as Outcome, false],
    ['sender', NO_LOG_IN, false],
  ])('is proved or not by %s', (_kind, outcome, isProved) => {
    const state = newRelayState(3)
    learn(state, mail(), outcome, 0, 0)
    expect(state.provenUntilMs > 0).toBe(isProved)
  })

  it('is to be proved anew once it was refused', () => {
    const state = proven()
    learn(state, mail(), NO_LOG_IN, 1, 1)
    expect([1, 2].map(() => ask(state, mail(), 'claim', 2).kind)).toEqual(['go', 'wait'])
  })
})

describe('the permits', () => {
  it('are as many as there are connections, and the next has the one that is given back', () => {
    const state = proven(2)
    const [first, second, third] = ['a', 'b', 'c'].map(domain => mail({ domain })) as [
      Passage,
      Passage,
      Passage,
    ]
    expect([first, second, third].map(one => ask(state, one, 'permit').kind)).toEqual(['go', 'go', 'wait'])
    giveBack(state, first, 'permit', 1)
    giveBack(state, first, 'permit', 1)
    expect(again(state, third, 1).kind).toBe('go')
    expect(ask(state, mail({ domain: 'd' }), 'permit', 1).kind).toBe('wait')
  })

  it('go to one domain in four of five, so that some are left to the others when all of one domain are slow', () => {
    const state = proven(5)
    const slow = [1, 2, 3, 4, 5].map(() => mail({ domain: 'slow.example' }))
    expect(slow.map(one => ask(state, one, 'permit').kind)).toEqual(['go', 'go', 'go', 'go', 'wait'])
    const quick = mail({ domain: 'quick.example' })
    expect(ask(state, quick, 'permit').kind).toBe('go')
    giveBack(state, quick, 'permit', 1)
    expect(again(state, slow[4] as Passage, 1).kind).toBe('wait')
    giveBack(state, slow[0] as Passage, 'permit', 2)
    expect(again(state, slow[4] as Passage, 2).kind).toBe('go')
  })

  it('are shared with staff mails, which ask for nothing else', () => {
    const state = newRelayState(1)
    learn(state, mail(), LOST, 0, 0)
    expect(ask(state, newPassage(), 'staff', 1).kind).toBe('go')
    expect(ask(state, newPassage(), 'staff', 1).kind).toBe('wait')
  })

  it('are taken by no mail whose domain asked to slow down: it is due later', () => {
    const state = proven(1)
    state.paces.set('a.example', { untilMs: 60_000, nextMs: 60_000, apartMs: 2000, isPlacing: true })
    const one = mail()
    expect(ask(state, one, 'permit').kind).toBe('wait')
    state.paces.set('a.example', { untilMs: 60_000, nextMs: 62_000, apartMs: 2000, isPlacing: false })
    expect(again(state, one, 1)).toEqual({
      kind: 'withhold',
      why: { kind: 'paced', dueAt: new Date(62_000) },
    })
    expect(state.permits.length).toBe(0)
    expect(ask(state, mail(), 'permit', 60_000).kind).toBe('go')
  })
})

describe('the mails in doubt', () => {
  it('are never more than there are connections', () => {
    const state = proven(2)
    const mails = [mail(), mail(), mail()]
    expect(mails.map(one => ask(state, one, 'dot').kind)).toEqual(['go', 'go', 'wait'])
    giveBack(state, mails[1] as Passage, 'dot', 1)
    giveBack(state, mails[1] as Passage, 'dot', 1)
    expect(again(state, mails[2] as Passage, 1).kind).toBe('go')
    expect(ask(state, mail(), 'dot', 1).kind).toBe('wait')
  })
})

describe('a pause', () => {
  it('holds back what was claimed before it, of that edition alone, and lets go what is claimed after it', () => {
    const state = proven(9)
    const [before, other] = [mail({ edition: '2020-W18' }), mail({ edition: '2020-W18-flash-1' })]
    for (const one of [before, other]) ask(state, one, 'claim', 1)
    learn(state, mail({ edition: '2020-W18' }), NO_LOG_IN, 1, 2)
    const later = mail({ edition: '2020-W18' })
    ask(state, later, 'claim', 3)
    expect([before, other, later].map(one => ask(state, one, 'permit', 4).kind)).toEqual([
      'withhold',
      'go',
      'go',
    ])
  })

  it('makes of a refusal that was on its way one of ourselves, however it is worded', () => {
    const state = proven(9)
    const before = mail({ edition: '2020-W18' })
    ask(state, before, 'claim', 1)
    learn(state, mail({ edition: '2020-W18' }), NO_LOG_IN, 1, 2)
    expect(learn(state, before, REFUSED, 1, 3).kind).toBe('sender')
    const later = mail({ edition: '2020-W18' })
    ask(state, later, 'claim', 4)
    expect(learn(state, later, REFUSED, 4, 5).kind).toBe('permanent')
  })
})

describe('what an answer says of the relay', () => {
  const isOpen = (state: RelayState) => state.circuit.openSinceMs !== null

  it.each([
    ['a lost connection', LOST, true],
    ['a hang-up after the dot', { kind: 'in-doubt', detail: 'reset' } as Outcome, true],
    ['a ledger that is away', { kind: 'lost', detail: 'ledger: connection refused' } as Outcome, false],
    ['a refusal', REFUSED, false],
    ['a mail that can’t be made', { kind: 'unmakeable', detail: 'no SPOC' } as Outcome, false],
  ])('opens the circuit or not: %s', (_what, outcome, opens) => {
    const state = proven()
    learn(state, mail(), outcome, 1, 1)
    expect(isOpen(state)).toBe(opens)
  })

  it('closes the circuit, but not by a mail that was never made', () => {
    const state = proven()
    learn(state, mail(), LOST, 1, 1)
    learn(state, mail(), { kind: 'unmakeable', detail: 'no SPOC' }, 2, 2)
    expect(isOpen(state)).toBe(true)
    learn(state, mail(), LATER, 3, 3)
    expect(isOpen(state)).toBe(false)
  })

  it('lets staff mails go at once when it is an acceptance', () => {
    const state = newRelayState(1)
    state.staff = { refusals: 3, fromMs: 600_000 }
    learn(state, mail(), REFUSED, 0, 0)
    expect(state.staff.refusals).toBe(3)
    learn(state, mail(), ACCEPTED, 1, 1)
    expect(state.staff).toEqual({ refusals: 0, fromMs: -Infinity })
  })
})

describe('any walk of mails to a relay of any mood', () => {
  const OUTCOMES = [ACCEPTED, ACCEPTED, REFUSED, LATER, UNWELCOME, LOST, LOST, NO_LOG_IN]

  it.each(Array.from({ length: 40 }, (_, seed) => seed + 1))(
    'keeps the limits, and comes to an end (seed %i)',
    seed => {
      const random = randomOf(seed)
      const pick = <T>(among: readonly T[]) => among[Math.floor(random() * among.length)] as T
      const state = newRelayState(4)
      const going = new Map<Passage, number>()
      let isAway = false
      let ms = 0
      const step = (passage: Passage) => {
        const verdict = again(state, passage, ms)
        if (verdict.kind === 'withhold') return end(passage)
        if (verdict.kind !== 'go') return
        if (passage.step === 'claim') Object.assign(passage, { step: 'permit', askedMs: ms })
        else if (passage.step === 'permit') {
          going.set(passage, ms)
          Object.assign(passage, { step: 'dot', askedMs: ms })
        } else {
          learn(state, passage, isAway ? LOST : pick(OUTCOMES), going.get(passage) as number, ms)
          giveBack(state, passage, 'permit', ms)
          end(passage)
        }
      }
      const end = (passage: Passage) => {
        for (const what of passage.holds) giveBack(state, passage, what, ms)
        waiting.delete(passage)
      }
      const waiting = new Set<Passage>()
      const broken: string[] = []
      for (let tick = 0; tick < 3000; tick++) {
        ms += Math.floor(random() * 40)
        if (random() < 0.02) isAway = !isAway
        if (random() < 0.01) ms += 30_000
        if (tick < 2000 && waiting.size < 24) {
          const passage = mail({ domain: pick(['a.example', 'b.example']), edition: pick(['W18', 'W19']) })
          passage.askedMs = ms
          waiting.add(passage)
        }
        if (tick >= 2000) isAway = false
        if (state.circuit.testing === 'probe') probedBy(state, isAway, ms)
        const one = pick([...waiting])
        if (one) step(one)
        broken.push(...brokenLimits(state, [...waiting]).map(limit => `${limit} (tick ${tick})`))
      }
      expect(broken).toEqual([])
      for (let round = 0; waiting.size > 0 && round < 200; round++) {
        ms += 2500
        if (state.circuit.testing === 'probe') probedBy(state, false, ms)
        for (const one of waiting) step(one)
      }
      expect(waiting.size).toBe(0)
      expect([state.permits.length, state.dots, state.hasFirst, state.circuit.testing === 'mail']).toEqual([
        0,
        0,
        false,
        false,
      ])
    },
  )
})

/** The limits that a state with four connections breaks; one `expect` for each, on each tick, would take most of the time. */
function brokenLimits(state: RelayState, waiting: Passage[]): string[] {
  const holding = (what: Holding) => waiting.filter(({ holds }) => holds.has(what)).length
  const ofOne = (domain: string) => state.permits.filter(one => one === domain).length
  const limits = {
    'each permit is held': state.permits.length === holding('permit'),
    'no more permits than connections': state.permits.length <= 4,
    'three permits to a domain': ofOne('a.example') <= 3 && ofOne('b.example') <= 3,
    'each dot is held': state.dots === holding('dot'),
    'one first': holding('first') === (state.hasFirst ? 1 : 0),
    'one trial': holding('trial') === (state.circuit.testing === 'mail' ? 1 : 0),
  }
  return Object.entries(limits).flatMap(([limit, isKept]) => (isKept ? [] : [limit]))
}

function probedBy(state: RelayState, isAway: boolean, ms: number) {
  probed(state.circuit, isAway ? 'refused' : null, ms)
}

/** The same numbers for the same seed, in [0, 1) (Lehmer). */
function randomOf(seed: number): () => number {
  let last = seed * 48_271
  return () => {
    last = (last * 48_271) % 2_147_483_647
    return last / 2_147_483_647
  }
}
