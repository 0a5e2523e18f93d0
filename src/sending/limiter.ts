import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.js'
import type { Clock } from '../model/calendar/clock.js'
import type { Outcome } from '../model/delivery/outcome.js'
import type { Pace } from '../model/delivery/pace.js'
import { AWAY, probed, probePauseMs } from './circuit-breaker.js'
import { placed, slow } from './domain-pace.js'
import { type Holding, type Passage, STEPS, type Step, type Verdict } from './passage.js'
import { giveBack, learn, mayGo, type RelayState } from './relay-state.js'

export type Limiter = ReturnType<typeof openLimiter>

/** `greets` resolves to null when the relay greets, else to why not. */
export type LimiterPorts = {
  greets: () => Promise<string | null>
  clock: Clock
  log: Pick<Log, 'warn' | 'error'>
}

/**
 * Lets mails wait for what the relay's state says. While the circuit is open and a mail waits it probes the relay, and it logs when
 * the relay goes away and comes back.
 */
export function openLimiter(state: RelayState, { greets, clock, log }: LimiterPorts) {
  const ending = new AbortController()
  const line = openLine((passage, ms) => {
    const isEnded = ending.signal.aborted && (passage.step === 'claim' || passage.step === 'permit')
    if (isEnded) return { kind: 'withhold', why: AWAY }
    const verdict = mayGo(state, passage, { ms, clockMs: clock().getTime() })
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
    /** What the answer to a mail that was begun at `begunMs` means, by all that came before it. */
    learn: (passage: Passage, answer: Outcome, begunMs: number): Outcome => {
      const outcome = learn(state, passage, answer, begunMs, performance.now())
      changed()
      return outcome
    },
    /** A mail gives back what it holds: one thing, or all because it is done. Then it waits for nothing any more. */
    giveBack: (passage: Passage, what?: Holding) => {
      for (const one of what ? [what] : passage.holds) giveBack(state, passage, one, performance.now())
      if (!what) line.answer(passage, AWAY)
      line.look()
    },
    /** A domain asked for fewer mails. `place` lets what waits in the ledger come later, and resolves to how many; it never throws. */
    slow: async (domain: string, pace: Pace, place: () => Promise<number>): Promise<void> => {
      const settle = (many: number) => {
        placed(state.paces, domain, many)
        line.look()
      }
      if (slow(state.paces, domain, pace, clock().getTime())) placing.set(domain, place().then(settle))
      await placing.get(domain)
    },
    /** Deliveries that wait for the relay wait no longer, and no other is let in. */
    end: () => {
      ending.abort()
      line.look()
    },
  }
}

/** The mails that wait, in turn; `judge` says what becomes of one at `ms`. */
function openLine(judge: (passage: Passage, ms: number) => Verdict) {
  const waiting = new Map<Passage, (withheld: Outcome | null) => void>()
  let wakeUp: NodeJS.Timeout | undefined
  let wakeUpMs = Infinity

  function answer(passage: Passage, withheld: Outcome | null) {
    const resolve = waiting.get(passage)
    waiting.delete(passage)
    resolve?.(withheld)
  }

  function consider(passage: Passage, ms: number) {
    const verdict = judge(passage, ms)
    if ('untilMs' in verdict) lookAt(verdict.untilMs, ms)
    else answer(passage, verdict.kind === 'go' ? null : verdict.why)
  }

  function lookAt(untilMs: number, ms: number) {
    if (untilMs >= wakeUpMs) return
    clearTimeout(wakeUp)
    wakeUpMs = untilMs
    wakeUp = setTimeout(look, Math.ceil(untilMs - ms))
  }

  /** Asks again for all: claims first, each step in turn. */
  function look() {
    clearTimeout(wakeUp)
    wakeUpMs = Infinity
    const ms = performance.now()
    for (const step of waiting.size > 0 ? STEPS : [])
      for (const passage of waiting.keys()) if (passage.step === step) consider(passage, ms)
  }

  function ask(passage: Passage, step: Step): Promise<Outcome | null> {
    const ms = performance.now()
    Object.assign(passage, { step, askedMs: ms })
    return new Promise(resolve => {
      waiting.set(passage, resolve)
      consider(passage, ms)
    })
  }

  return { ask, answer, look }
}
