import type { House } from './house.js'

/** Enqueues what is due, as a tick of the service does. */
export async function nudge(house: House) {
  const queue = await house.app.openQueue()
  try {
    await house.app.recover(queue)
  } finally {
    await queue.close()
  }
}
