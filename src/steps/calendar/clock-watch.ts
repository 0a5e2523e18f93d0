import type { Clock } from '../../model/calendar/clock.js'
import { type ClockJump, type ClockLine, clockLine } from '../../model/calendar/clock-jump.js'
import { databaseClock } from '../../postgres/server/clock.js'
import type { Database } from '../../postgres/server/database.js'

/** In milliseconds, since any moment: it goes on, whatever the clock is set to. */
export type Timer = () => number

/**
 * The same, which also goes on while the machine sleeps: `timer` stands still then on Linux, the time since boot (in seconds) does not. A laptop
 * that is opened in the morning has a clock that is right. What the hypervisor stops, nothing in a machine counts.
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
 * Has the clock jumped ahead since this process began? Compared with a timer and, in a look, with the database's clock. Without a timer the
 * clock is moved by hand, as in a rehearsal, and believed. decision 47
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
    /** The jump that stands, the database not asked; null while there is none. */
    jump,
    /** The same, the database asked. Throws when it is away. */
    look: async (): Promise<ClockJump | null> => {
      if (!timer) return null
      const at = await databaseClock(db)
      byDatabase = clockLine(byDatabase, clock().getTime(), at.getTime())
      return jump()
    },
    /** A jump that was set right, once. */
    takeEnded: (): ClockJump | null => {
      const taken = over
      over = null
      return taken
    },
  }
}
