import { setTimeout as pause } from 'node:timers/promises'

/** Whether there is somebody to talk to: null, or why not. */
export type Knock = () => Promise<string | null>
export type Circuit = ReturnType<typeof openCircuit>
/** A relay that is only tried: whoever tries doesn't wait for it. */
export const TRIED: Pick<Circuit, 'passable' | 'isPassable'> = {
  passable: async () => true,
  isPassable: () => true,
}

/** Between two knocks at a relay that is away, in milliseconds; a backlog must be gone within a minute of its return. */
const PAUSES = [0, 1000, 2000, 5000, 10_000, 15_000]

/** How long a mail that was claimed before keeps its claim, in milliseconds: most outages are shorter, and cost it no attempt. */
const HELD = 60_000

/** How long a mail in hand waits for somebody else to knock, in milliseconds. */
const NOBODY_ELSE = 2000

/**
 * Keeps deliveries from being claimed while the relay is away: an outage of three days would else cost each of them thousands of
 * attempts. After a lost connection somebody knocks before the next claim. A relay that greets, and yet loses `limit` connections in a
 * row, gets one mail at a time until it answers one. `tell` hears when it goes away and comes back.
 */
export function openCircuit(
  knock: Knock,
  limit: number,
  tell: (away: string | null) => void,
  alone = NOBODY_ELSE,
) {
  const ending = new AbortController()
  let losses = 0
  let failures = 0
  /** The relay greeted the last time, and nothing was lost since: who comes next need not knock again. */
  let hasGreeted = false
  /** Since when somebody has to knock first, performance.now(); null: the relay is there. */
  let suspectSince: number | null = null
  /** When a connection was lost last, performance.now(). */
  let lastLoss = -Infinity
  const held = new Set<(mayWait: boolean) => void>()
  let away: { reason: string; since: number } | null = null
  let turn: Promise<void> | null = null

  function suspect() {
    suspectSince ??= performance.now()
  }

  function trust() {
    suspectSince = null
    for (const go of held) go(true)
    isAway(null)
  }

  function isAway(reason: string | null) {
    if ((reason === null) !== (away === null)) tell(reason)
    away = reason === null ? null : { reason, since: away?.since ?? performance.now() }
  }

  /** False when told to end meanwhile. */
  async function knockUntilThere(): Promise<boolean> {
    while (!hasGreeted) {
      const wait = PAUSES[Math.min(failures, PAUSES.length - 1)] as number
      await pause(wait, null, { signal: ending.signal }).catch(() => {})
      if (ending.signal.aborted) return false
      const reason = await knock()
      hasGreeted = reason === null
      if (hasGreeted) break
      failures++
      isAway(reason)
    }
    return true
  }

  async function through<T>(run: (isProbe: boolean) => Promise<T>): Promise<T | null> {
    while (suspectSince !== null) {
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
        if (losses >= limit) return await run(true)
        trust()
      } finally {
        turn = null
        done()
      }
    }
    return run(false)
  }

  /** For what was claimed before the relay went away. */
  async function passable(): Promise<boolean> {
    while (suspectSince !== null) {
      const left = suspectSince + HELD - performance.now()
      if (left <= 0 || ending.signal.aborted) return false
      const mayWait = await new Promise<boolean>(resolve => {
        const go = (mayWait: boolean) => {
          clearTimeout(tooLong)
          clearInterval(look)
          held.delete(go)
          resolve(mayWait)
        }
        const tooLong = setTimeout(() => go(true), left)
        const look = setInterval(knockForHeld, alone)
        held.add(go)
      })
      if (!mayWait) return false
    }
    return !ending.signal.aborted
  }

  /**
   * The last mails of an edition are all in hand: nobody comes after them who would knock. A relay that gets one mail at a time gets none of
   * these: they let go, and come again as others do.
   */
  function knockForHeld() {
    if (turn) return
    turn = knockUntilThere()
      .then(isThere => {
        if (isThere && losses < limit) trust()
        else if (isThere) for (const go of held) go(false)
      })
      .finally(() => {
        turn = null
      })
  }

  return {
    /**
     * Runs when there is somebody to talk to; null, without having run, when told to end before. `isProbe`: others wait for what becomes of
     * this one, which must not wait itself.
     */
    through,
    /** Resolves to true when the relay is there; to false when it has been away too long to keep a claim for it, or this process ends. */
    passable,
    isPassable: () => suspectSince === null,
    /** A connection was lost before the final dot. */
    lost: (reason: string) => {
      hasGreeted = false
      lastLoss = performance.now()
      suspect()
      if (++losses < limit) return
      failures++
      isAway(reason)
    },
    /** The relay said something about a mail, whatever it was. Of one that was begun (performance.now()) before the last loss, it proves little. */
    answered: (began: number) => {
      if (began < lastLoss) return
      losses = 0
      failures = 0
      trust()
    },
    /** How long the relay has been away, in milliseconds, and why; null when it is there. */
    away: () => away && { reason: away.reason, milliseconds: performance.now() - away.since },
    /** Whoever waits for the relay waits no longer. */
    end: () => {
      ending.abort()
      for (const go of held) go(true)
    },
  }
}
