import { setTimeout as pause } from 'node:timers/promises'
import { alone, type StillAlone } from './alone.js'
import type { Database } from './database.js'

/** How often a process asks for the lock: no statement waits, so none times out. */
const ASK_MS = 200

/**
 * Runs `work` once no other process does. `onWait` is called once if it must wait. The lock is polled: a waiting statement would time out after 20 s
 * (connection.ts) and occupy a connection.
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
