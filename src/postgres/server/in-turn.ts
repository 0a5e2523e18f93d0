import { setTimeout as pause } from 'node:timers/promises'
import { alone, type StillAlone } from './alone.js'
import type { Database } from './database.js'

/** How often a process asks whether it is its turn: no statement waits, so none is ended for waiting. */
const ASK_MS = 200

/**
 * Runs `work` when no other process is at it. `onWait` is told once, when it has to wait. The lock is asked for, never waited for: a
 * statement that waits is ended after 20 s (connection.ts), and takes a connection from the others.
 */
export async function inTurn<T>(
  db: Database,
  name: string,
  work: (still: StillAlone) => Promise<T>,
  onWait: () => void = () => {},
): Promise<T> {
  for (let asked = 0; ; asked++) {
    const done = await alone(db, name, async still => ({ result: await work(still) }))
    if (done) return done.result
    if (asked === 0) onWait()
    await pause(ASK_MS)
  }
}
