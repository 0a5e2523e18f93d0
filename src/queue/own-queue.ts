import type { DeliveryQueue, Nudge, Working } from './delivery-queue.js'

/**
 * A queue in memory, for a process with a moved clock. In the shared queue, a worker with an earlier clock would take its jobs, find nothing due and
 * end them. decision 45
 */
export function openOwnQueue(): DeliveryQueue {
  const due = new Map<string, string>()
  const later = new Map<string, NodeJS.Timeout>()
  let take = () => {}
  const add = (key: string, delivery: string) => {
    due.set(key, delivery)
    take()
  }
  const addLater = (key: string, { delivery, delay }: Nudge) => {
    if (later.has(key)) return
    const timer = setTimeout(() => {
      later.delete(key)
      add(key, delivery)
    }, delay)
    later.set(key, timer.unref())
  }
  return {
    nudge: async nudges => {
      for (const nudge of nudges) {
        const key = `${nudge.delivery} ${nudge.attempt}`
        if (nudge.delay > 0) addLater(key, nudge)
        else add(key, nudge.delivery)
      }
    },
    work: (run, how) => {
      const worker = startTaking(due, run, how)
      take = worker.take
      take()
      return { stop: worker.stop }
    },
    close: async () => {
      for (const timer of later.values()) clearTimeout(timer)
      later.clear()
    },
  }
}

/** Runs due jobs, `concurrency` at a time, within the pace. */
function startTaking(
  due: Map<string, string>,
  run: (delivery: string) => Promise<void>,
  { concurrency, perMinute }: Working,
) {
  const apartMs = perMinute === null ? 0 : 60_000 / perMinute
  const running = new Set<Promise<void>>()
  let isOver = false
  let nextAt = 0
  let waking: NodeJS.Timeout | undefined
  const start = (key: string, delivery: string) => {
    due.delete(key)
    nextAt = Math.max(performance.now(), nextAt) + apartMs
    // When `run` throws, the job ends, not the delivery.
    const one = run(delivery)
      .catch(() => {})
      .finally(() => {
        running.delete(one)
        take()
      })
    running.add(one)
  }
  const take = () => {
    while (!isOver && running.size < concurrency) {
      const [next] = due
      if (!next) return
      const wait = nextAt - performance.now()
      if (apartMs > 0 && wait > 0) return wake(wait)
      start(...next)
    }
  }
  const wake = (wait: number) => {
    clearTimeout(waking)
    waking = setTimeout(take, wait)
  }
  return {
    take,
    stop: async () => {
      isOver = true
      clearTimeout(waking)
      while (running.size > 0) await Promise.all(running)
    },
  }
}
