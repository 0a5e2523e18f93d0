import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import type { House } from './house.js'

/** Enqueues what is due, as a tick of the service does. */
export async function nudge(house: House) {
  const queue = await openQueue(house.app)
  try {
    await recover(house.app, queue)
  } finally {
    await queue.close()
  }
}
