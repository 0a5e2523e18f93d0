import { setTimeout as pause } from 'node:timers/promises'

const SIGNALS = ['SIGINT', 'SIGTERM'] as const

/** How long closing may take after Ctrl-C, in milliseconds. */
const FAREWELL_MS = 5000

/** Whether this process was told to end. Commands that handle signals themselves (start, worker, send --wait) are left alone. */
export type Interruption = {
  /** Resolves with the first signal that no other listener handles. */
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
        // Removed first, so that a second signal ends the process at once.
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

/** Gives a command time to close, then ends the process by the signal: shells check for that. */
export async function endBySignal(signal: NodeJS.Signals, closing: Promise<unknown>): Promise<never> {
  await Promise.race([closing.catch(() => {}), pause(FAREWELL_MS)])
  process.kill(process.pid, signal)
  return new Promise<never>(() => {})
}
