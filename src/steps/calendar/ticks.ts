import type { Log } from '../../log.js'
import type { Clock } from '../../model/calendar/clock.js'
import type { Timer } from './clock-watch.js'

export type Tick = {
  name: string
  /** In seconds, aligned to the clock while that goes on. */
  everySeconds: number
  /** Seconds after its last end until it is overdue: it hangs, or is not run. */
  overdueSeconds: number
  run: () => Promise<void>
}

/** Seconds since a tick last ended, or since its process began. */
type TickAge = { name: string; ageSeconds: number; isOverdue: boolean }

type Kept = Tick & { endedAt: number; startedAt: number; period: number; running: Promise<void> | null }

/**
 * Repeated work. `look` is called every second by a timer that no clock stops: a tick is due when the clock enters another period, or one has passed
 * by the timer. A tick never overlaps itself. decision 47
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
  /** Logs once that a tick is overdue, and once that it no longer is. */
  const tell = () => {
    for (const { name, ageSeconds, isOverdue } of ages()) {
      if (isOverdue && !told.has(name)) log.error('tick.overdue', { tick: name, seconds: ageSeconds })
      if (!isOverdue && told.has(name)) log.warn('tick.back', { tick: name })
      if (isOverdue) told.add(name)
      else told.delete(name)
    }
  }
  return {
    /** Adds a tick and runs it; resolves at its end. */
    add: (tick: Tick): Promise<void> => {
      const at = timer()
      const kept = { ...tick, endedAt: at, startedAt: at, period: 0, running: null }
      ticks.set(tick.name, kept)
      return start(kept)
    },
    /** Starts due ticks and logs overdue ones. Waits for none: a hanging tick blocks no other. */
    look: (): void => {
      tell()
      for (const tick of ticks.values()) if (isDue(tick)) start(tick)
    },
    ages,
    /** Resolves once no tick runs. */
    ended: async (): Promise<void> => {
      await Promise.all([...ticks.values()].map(({ running }) => running))
    },
  }
}
