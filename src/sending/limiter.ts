import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.js'
import type { Clock } from '../model/calendar/clock.js'
import type { Outcome } from '../model/delivery/outcome.js'
import type { Pace } from '../model/delivery/pace.js'
import { placed, slow } from '../model/delivery/throttle.js'
import { AWAY, probed, probePauseMs } from './circuit-breaker.js'
import { type Instant, type Passage, STEPS, type Step, type Verdict } from './passage.js'
import { giveBack, learn, mayGo, type RelayState } from './relay-state.js'

/** A passage that holds and asks for nothing. */
export const newPassage = (): Passage => ({
  step: 'claim',
  askedMs: 0,
  claimedMs: 0,
  edition: '',
  domain: '',
  commune: '',
  holds: new Set(),
})

export type Limiter = ReturnType<typeof openLimiter>

/** `greets` resolves to null when the relay greets, else to why not. */
export type LimiterPorts = {
  greets: () => Promise<string | null>
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
}

/**
 * Makes mails wait as the relay's state requires. Probes the relay while the circuit is open and a mail waits. Logs when the relay goes away and
 * comes back.
 */
export function openLimiter(state: RelayState, { greets, clock, log }: LimiterPorts) {
  const ending = new AbortController()
  const now = (): Instant => ({ ms: performance.now(), clockMs: clock().getTime() })
  const line = openLine(now, (passage, at) => {
    const isEnded = ending.signal.aborted && (passage.step === 'claim' || passage.step === 'permit')
    if (isEnded) return { kind: 'withhold', why: AWAY }
    const verdict = mayGo(state, passage, at)
    if (verdict.kind === 'probe') void probeUntilThere()
    return verdict
  })
  const placing = new Map<string, Promise<void>>()
  let isAway = false

  async function probeUntilThere() {
    while (state.circuit.testing === 'probe') {
      await pause(probePauseMs(state.circuit), null, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return
      probed(state.circuit, await greets(), performance.now())
      changed()
    }
  }

  function changed() {
    const { away } = state.circuit
    if (away && !isAway) log.error('relay.away', { reason: away.reason })
    if (!away && isAway) log.warn('relay.back')
    isAway = away !== null
    line.look()
  }

  return {
    /** Resolves to null when the mail may take the step, else to why it is withheld. */
    ask: (passage: Passage, step: Step): Promise<Outcome | null> => line.ask(passage, step),
    /** The meaning of an answer to a mail begun at `begunMs`, given all earlier ones. Frees the mail's permit. */
    learn: (passage: Passage, answer: Outcome, begunMs: number): Outcome => {
      const outcome = learn(state, passage, answer, begunMs, performance.now())
      giveBack(state, passage, 'permit', performance.now())
      changed()
      return outcome
    },
    /** Ends a mail's passage: gives back all that it holds and stops its waiting. */
    leave: (passage: Passage) => {
      for (const what of passage.holds) giveBack(state, passage, what, performance.now())
      line.answer(passage, AWAY)
      line.look()
    },
    /** Throttles a domain. `place` delays its waiting deliveries in the ledger and resolves to their number; it never throws. */
    slow: async (domain: string, pace: Pace, place: () => Promise<number>): Promise<void> => {
      const settle = (many: number) => {
        placed(state.paces, domain, many)
        line.look()
      }
      if (slow(state.paces, domain, pace, clock().getTime())) placing.set(domain, place().then(settle))
      await placing.get(domain)
    },
    /** Ends all waiting for the relay, and lets no more deliveries in. */
    end: () => {
      ending.abort()
      line.look()
    },
  }
}

/** The waiting mails, in order; `judge` decides one at an instant. */
function openLine(now: () => Instant, judge: (passage: Passage, at: Instant) => Verdict) {
  const waiting = new Map<Passage, (withheld: Outcome | null) => void>()
  let wakeUp: NodeJS.Timeout | undefined
  let wakeUpMs = Infinity

  function answer(passage: Passage, withheld: Outcome | null) {
    const resolve = waiting.get(passage)
    waiting.delete(passage)
    resolve?.(withheld)
  }

  function consider(passage: Passage, at: Instant) {
    const verdict = judge(passage, at)
    if ('untilMs' in verdict) lookAt(verdict.untilMs, at.ms)
    else answer(passage, verdict.kind === 'go' ? null : verdict.why)
  }

  function lookAt(untilMs: number, ms: number) {
    if (untilMs >= wakeUpMs) return
    clearTimeout(wakeUp)
    wakeUpMs = untilMs
    wakeUp = setTimeout(look, Math.ceil(untilMs - ms))
  }

  /** Reconsiders all: claims first, each step in order. */
  function look() {
    clearTimeout(wakeUp)
    wakeUpMs = Infinity
    if (waiting.size === 0) return
    const at = now()
    for (const step of STEPS)
      for (const passage of waiting.keys()) if (passage.step === step) consider(passage, at)
  }

  function ask(passage: Passage, step: Step): Promise<Outcome | null> {
    const at = now()
    Object.assign(passage, { step, askedMs: at.ms })
    return new Promise(resolve => {
      waiting.set(passage, resolve)
      consider(passage, at)
    })
  }

  return { ask, answer, look }
}
