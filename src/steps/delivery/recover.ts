export type RecoverPorts = {
  /** Attempts whose worker is gone: lost before the dot, in doubt after it; set aside when it was their own doing. */
  sweep: (now: Date) => Promise<{ delivery: string; outcome: 'lost' | 'in-doubt' | 'set-aside' }[]>
  /** Deliveries that are due by an instant and in nobody's hands, the longest due first, `most` of them. */
  due: (until: Date, most: number) => Promise<{ id: string; attempts: number; dueAt: Date }[]>
  nudge: (nudges: { delivery: string; attempt: number; delay: number }[]) => Promise<void>
}

export type Recovered = { lost: number; inDoubt: number; setAside: number; nudged: number }

/** Deliveries that become due within this time are enqueued with a delay, so that they don't wait for the next round. */
const AHEAD = 60_000

/**
 * The most that one round enqueues: more than workers send until the next. To say again what is in the queue already costs the queue as
 * much as to say it first; with 100,000 open, all of them in each round would be most of what it does.
 */
const AT_ONCE = 20_000

/**
 * Settles what a killed worker left behind and fills the queue from the rows, also one that has lost everything: AT_ONCE of them,
 * and the next ones in the next round. A delivery that is in the queue already is not enqueued twice.
 */
export async function recover(ports: RecoverPorts, now: Date): Promise<Recovered> {
  const swept = await ports.sweep(now)
  const due = await ports.due(new Date(now.getTime() + AHEAD), AT_ONCE)
  await ports.nudge(
    due.map(({ id, attempts, dueAt }) => ({
      delivery: id,
      attempt: attempts + 1,
      delay: Math.max(0, dueAt.getTime() - now.getTime()),
    })),
  )
  const count = (outcome: string) => swept.filter(one => one.outcome === outcome).length
  return {
    lost: count('lost'),
    inDoubt: count('in-doubt'),
    setAside: count('set-aside'),
    nudged: due.length,
  }
}
