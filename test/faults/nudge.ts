import { openApp } from '../../src/app.js'
import { silent } from '../../src/log.js'
import { openQueue } from '../../src/steps/delivery/queue.js'
import { recover } from '../../src/steps/delivery/recover.js'
import type { Rig } from './rig.js'

/** Enqueues what is due, as a tick of the service does: by an app of its own, as the house's is closed where processes alone may work. */
export async function nudge({ app: { config, clock } }: Rig) {
  const app = await openApp({ config, clock, log: silent, random: () => 0 })
  const queue = await openQueue(app)
  try {
    await recover(app, queue)
  } finally {
    await queue.close()
    await app.close()
  }
}
