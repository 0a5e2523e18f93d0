import { setTimeout as pause } from 'node:timers/promises'

/** How long a worker waits after the first failed look for a job, and at most, in milliseconds. */
const FIRST_MS = 250
const MOST_MS = 10_000

type Looking = { moveToActive: (...asked: never[]) => Promise<unknown> }

/**
 * Lets a worker wait before it looks for a job again when the look failed, twice as long each time, up to 10 s, spread by chance. BullMQ waits
 * after ECONNREFUSED alone: any other error (EMFILE, READONLY, too many connections) it meets again at once, thousands of times a second.
 * `ending` ends the waiting; `random` is in [0, 1). decision 41
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

/** How long to wait after so many failures in a row (from 1), in milliseconds: the half of it is chance. */
export function waitAfter(failures: number, random: number): number {
  const whole = Math.min(MOST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 10))
  return Math.round(whole / 2 + (whole / 2) * random)
}
