import { setTimeout as pause } from 'node:timers/promises'

/** Whether there is somebody to talk to: null, or why not. */
export type Knock = () => Promise<string | null>
export type Circuit = ReturnType<typeof openCircuit>

/** Between two knocks at a relay that is away, in milliseconds; a backlog must be gone within a minute of its return. */
const PAUSES = [0, 1000, 2000, 5000, 10_000, 15_000]

/**
 * Keeps deliveries from being claimed while the relay is away: an outage of three days would else cost each of them thousands of
 * attempts. After a lost connection somebody knocks before the next claim. A relay that greets, and yet loses `limit` connections in a
 * row, gets one mail at a time until it answers one. `tell` hears when it goes away and comes back.
 */
export function openCircuit(knock: Knock, limit: number, tell: (away: string | null) => void) {
  const ending = new AbortController()
  let losses = 0
  let failures = 0
  let isSuspect = false
  let away: { reason: string; since: number } | null = null
  let turn: Promise<void> | null = null

  function isAway(reason: string | null) {
    if ((reason === null) !== (away === null)) tell(reason)
    away = reason === null ? null : { reason, since: away?.since ?? performance.now() }
  }

  /** False when told to end meanwhile. */
  async function knockUntilThere(): Promise<boolean> {
    for (;;) {
      const wait = PAUSES[Math.min(failures, PAUSES.length - 1)] as number
      await pause(wait, null, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return false
      const reason = await knock()
      if (reason === null) return true
      failures++
      isAway(reason)
    }
  }

  async function through<T>(run: () => Promise<T>): Promise<T | null> {
    while (isSuspect) {
      if (ending.signal.aborted) return null
      if (turn) {
        await turn
        continue
      }
      let done = () => {}
      turn = new Promise(resolve => {
        done = resolve
      })
      try {
        if (!(await knockUntilThere())) return null
        if (losses >= limit) return await run()
        isSuspect = false
        isAway(null)
      } finally {
        turn = null
        done()
      }
    }
    return run()
  }

  return {
    /** Runs when there is somebody to talk to; null, without having run, when told to end before. */
    through,
    /** A connection was lost before the final dot. */
    lost: (reason: string) => {
      isSuspect = true
      if (++losses < limit) return
      failures++
      isAway(reason)
    },
    /** The relay said something about a mail, whatever it was. */
    answered: () => {
      losses = 0
      failures = 0
      isSuspect = false
      isAway(null)
    },
    /** How long the relay has been away, in milliseconds, and why; null when it is there. */
    away: () => away && { reason: away.reason, milliseconds: performance.now() - away.since },
    /** Whoever waits for the relay waits no longer. */
    end: () => ending.abort(),
  }
}
