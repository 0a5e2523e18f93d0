import { setTimeout as pause } from 'node:timers/promises'

/** In milliseconds: a worker's wait after the first failed poll for a job, and the longest wait. */
const FIRST_MS = 250
const MOST_MS = 10_000

type Looking = { moveToActive: (...asked: never[]) => Promise<unknown> }

/**
 * Adds a back-off to a worker's failed polls: doubling up to 10 s, randomised. BullMQ waits only after ECONNREFUSED; other errors (EMFILE, READONLY,
 * too many connections) repeat thousands of times a second. `ending` ends the wait; `random` is in [0, 1). decision 41
 */
export function lookPatiently(backend: object, ending: AbortSignal, random: () => number): void {
  const looking = backend as Looking
  const look = looking.moveToActive.bind(backend)
  let failures = 0
  looking.moveToActive = async (...asked) => {
    try {
      const found = await look(...asked)
      failures = 0
      return found
    } catch (error) {
      const wait = waitAfter(++failures, random())
      await pause(wait, null, { signal: ending }).catch(() => {})
      throw error
    }
  }
}

/** The wait after consecutive failures (from 1), in milliseconds; half of it is random. */
export function waitAfter(failures: number, random: number): number {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10))
  return Math.round(whole / 2 + (whole / 2) * random)
}
