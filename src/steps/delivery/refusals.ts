import { findEdition } from '../../postgres/editions/editions.js'
import { stopEdition } from '../../postgres/editions/stops.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'

/**
 * Handles a sender refusal (the log-in, the sender's address, or several domains that block us): every mail would get it. Stops the edition if mails
 * are still to leave, and tells the admins once each time. Resolves to whether it was stopped.
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
  await tellAdmins(context, { edition, answer: words, domain: null }, since)
  return isPaused
}

/** One domain refuses our mails, in session or by report: the admins are told once per edition, and nothing stops. */
export async function tellOfRefusal(
  context: Context,
  edition: string,
  domain: string,
  words: string,
  now: Date,
): Promise<void> {
  const { engine, log } = context
  log.warn('domain.refuses', { edition, domain })
  const row = await findEdition(engine.db, edition, now).catch(() => null)
  const since = row?.stoppedAt ?? null
  if (!since) await tellAdmins(context, { edition, answer: words, domain }, null)
}

type Refused = { edition: string; answer: string; domain: string | null }

/** `since`: when the edition was stopped; null when it runs. An outcome is stored even if the roster can't be read now. */
async function tellAdmins(context: Context, refused: Refused, since: Date | null): Promise<void> {
  const { edition, domain } = refused
  const values = { ...refused, command: since ? `estafette resume ${edition}` : null }
  const about = [edition, since?.toISOString(), domain].filter(Boolean).join(' ')
  try {
    await tellStaff(context, 'admin', 'mail-refused', about, values)
  } catch (error) {
    context.log.error('alarm.not-made', { edition, reason: (error as Error).message })
  }
}
