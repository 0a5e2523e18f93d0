import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import type { Rig } from './rig.js'

/** Enqueues what is due, as a tick of the service does. */
export async function nudge(rig: Rig) {
  const queue = await openQueue(rig.app)
  try {
    await recover(rig.app, queue)
  } finally {
    await queue.close()
  }
}
