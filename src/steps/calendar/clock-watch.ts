import type { Clock } from '../../model/calendar/clock.js'
import { type ClockJump, type ClockLine, clockLine } from '../../model/calendar/clock-jump.js'
import { databaseClock } from '../../postgres/server/clock.js'
import type { Database } from '../../postgres/server/database.js'

/** Milliseconds of a monotonic timer, whatever the clock is set to. */
export type Timer = () => number

/**
 * The same timer that also counts the machine's sleep: on Linux `timer` stops then, while the time since boot (in seconds) goes on. A laptop's clock
 * is right after a night. Nothing in a machine counts a stop by the hypervisor.
 */
export function alsoAsleep(timer: Timer, sinceBoot: () => number): Timer {
  const ahead = () => sinceBoot() * 1000 - timer()
  const atFirst = ahead()
  let slept = 0
  return () => {
    slept = Math.max(slept, ahead() - atFirst)
    return timer() + slept
  }
}

export type ClockWatch = ReturnType<typeof openClockWatch>

/**
 * Detects clock jumps since this process began, by a timer and, in `look`, by the database's clock. Without a timer the clock is moved by hand, as in
 * a rehearsal, and trusted. decision 47
 */
export function openClockWatch(clock: Clock, timer: Timer | null, db: Database) {
  let byTimer: ClockLine | null = null
  let byDatabase: ClockLine | null = null
  let standing: ClockJump | null = null
  let over: ClockJump | null = null
  const jump = (): ClockJump | null => {
    if (!timer) return null
    byTimer = clockLine(byTimer, clock().getTime(), timer())
    const now = byTimer.jump ?? byDatabase?.jump ?? null
    if (standing && !now) over = standing
    standing = now
    return now
  }
  jump()
  return {
    /** The standing jump, without asking the database; null while there is none. */
    jump,
    /** The same after asking the database. Throws when it is unreachable. */
    look: async (): Promise<ClockJump | null> => {
      if (!timer) return null
      const at = await databaseClock(db)
      byDatabase = clockLine(byDatabase, clock().getTime(), at.getTime())
      return jump()
    },
    /** A jump that was set right; returned once. */
    takeEnded: (): ClockJump | null => {
      const taken = over
      over = null
      return taken
    },
  }
}
