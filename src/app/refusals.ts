import { findEdition } from '../postgres/editions.js'
import { stopEdition } from '../postgres/stops.js'
import type { Context } from './context.js'
import { staffOf } from './staff.js'

/**
 * Somebody refuses our mails as such (a block list, a policy, a log-in): no recipient's fault, and it would come for
 * everybody. Stops the edition, if mails of it are still to leave, and tells the admins once each time. Resolves to whether it was stopped.
 */
export async function pauseRefused(
  context: Context,
  edition: string,
  words: string,
  now: Date,
): Promise<boolean> {
  const { engine, log } = context
  const row = await findEdition(engine.db, edition, now)
  const isPaused =
    row?.state === 'sending' &&
    (await stopEdition(engine.db, edition, { reason: words, cause: 'refusal' }, now))
  if (isPaused) log.error('edition.paused', { edition, reason: words })
  const since = (await findEdition(engine.db, edition, now))?.stoppedAt ?? null
  // An outcome is to be kept although the roster can't be read just now.
  await tellAdmins(context, edition, words, since).catch(error =>
    log.error('alarm.not-made', { edition, reason: (error as Error).message }),
  )
  return isPaused
}

/** `since`: when the edition was stopped; null when it runs. */
async function tellAdmins(context: Context, edition: string, words: string, since: Date | null) {
  const values = { edition, answer: words, command: since ? `estafette resume ${edition}` : null }
  for (const { name, email, languages, roles } of await staffOf(context)) {
    if (!roles.includes('admin')) continue
    const key = ['mail-refused', edition, ...(since ? [since.toISOString()] : []), email].join(' ')
    await context.notify({ key, kind: 'mail-refused', to: { email, name, languages }, values })
  }
}
