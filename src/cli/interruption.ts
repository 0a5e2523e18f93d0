import { setTimeout as pause } from 'node:timers/promises'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** How long what is open may take to close once somebody pressed Ctrl-C, in milliseconds. */
const FAREWELL = 5000

/** Whether this process was told to end; a command that sees to that itself (start, worker, send --wait) is left alone. */
export type Interruption = {
  /** Resolves with the signal, once there is one that nobody else takes. */
  signal: Promise<NodeJS.Signals>
  isTold: () => boolean
  ignore: () => void
}

export function listenForInterruption(): Interruption {
  let told = false
  let stop = () => {}
  const signal = new Promise<NodeJS.Signals>(resolve => {
    const listeners = SIGNALS.map(name => {
      const listener = () => {
        // Taken off first: pressed once more, it ends at once.
        stop()
        if (process.listenerCount(name) > 0) return
        told = true
        resolve(name)
      }
      process.on(name, listener)
      return [name, listener] as const
    })
    stop = () => {
      for (const [name, listener] of listeners) process.off(name, listener)
    }
  })
  return { signal, isTold: () => told, ignore: () => stop() }
}

/** Gives a command the time to close what it opened, then ends as the signal ends a process: shells go by that. */
export async function endBySignal(signal: NodeJS.Signals, closing: Promise<unknown>): Promise<never> {
  await Promise.race([closing.catch(() => {}), pause(FAREWELL)])
  process.kill(process.pid, signal)
  return new Promise<never>(() => {})
}
