import type { Log } from '../../log.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { Timer } from './clock-watch.js'

export type Tick = {
  name: string
  /** How often it is done, in seconds; at full ones of the clock, as far as that goes on. */
  everySeconds: number
  /** How long after its last end it is overdue, in seconds: it hangs, or is not done. */
  overdueSeconds: number
  run: () => Promise<void>
}

/** How long ago a tick ended for the last time, or its process began. */
type TickAge = { name: string; ageSeconds: number; isOverdue: boolean }

type Kept = Tick & { endedAt: number; startedAt: number; period: number; running: Promise<void> | null }

/**
 * What is done again and again. Someone looks every second, by a timer that no clock can stop: a tick is due when the clock has entered another
 * period, whichever, or when one has passed by the timer. None overlaps itself. decision 47
 */
export function openTicks(clock: Clock, timer: Timer, log: Pick<Log, 'error' | 'warn'>) {
  const ticks = new Map<string, Kept>()
  const told = new Set<string>()
  const periodOf = ({ everySeconds }: Tick) => Math.floor(clock().getTime() / (everySeconds * 1000))
  const start = (tick: Kept): Promise<void> => {
    tick.startedAt = timer()
    tick.period = periodOf(tick)
    tick.running ??= tick
      .run()
      .catch(error => log.error('tick.failed', { tick: tick.name, reason: (error as Error).message }))
      .finally(() => {
        tick.running = null
        tick.endedAt = timer()
      })
    return tick.running
  }
  const isDue = (tick: Kept) =>
    tick.running === null &&
    (periodOf(tick) !== tick.period || timer() - tick.startedAt >= tick.everySeconds * 1000)
  const ages = (): TickAge[] =>
    [...ticks.values()].map(({ name, endedAt, overdueSeconds }) => {
      const ageSeconds = Math.round((timer() - endedAt) / 1000)
      return { name, ageSeconds, isOverdue: ageSeconds > overdueSeconds }
    })
  /** Says once that a tick is overdue, and once that it is not any more. */
  const tell = () => {
    for (const { name, ageSeconds, isOverdue } of ages()) {
      if (isOverdue && !told.has(name)) log.error('tick.overdue', { tick: name, seconds: ageSeconds })
      if (!isOverdue && told.has(name)) log.warn('tick.back', { tick: name })
      if (isOverdue) told.add(name)
      else told.delete(name)
    }
  }
  return {
    /** Adds a tick and does it; resolves at its end. */
    add: (tick: Tick): Promise<void> => {
      const at = timer()
      const kept = { ...tick, endedAt: at, startedAt: at, period: 0, running: null }
      ticks.set(tick.name, kept)
      return start(kept)
    },
    /** Starts what is due and says what is overdue. Waits for nothing: what hangs holds up nobody else. */
    look: (): void => {
      tell()
      for (const tick of ticks.values()) if (isDue(tick)) start(tick)
    },
    ages,
    /** Resolves once none runs any more. */
    ended: async (): Promise<void> => {
      await Promise.all([...ticks.values()].map(({ running }) => running))
    },
  }
}
