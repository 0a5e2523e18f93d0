import { withOffset } from '../../model/calendar/calendar.js'
import { stopEdition } from '../../postgres/editions/stops.js'
import { silentEditions } from '../../postgres/operations/rolled-back.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'

/** In milliseconds: an edition being sent without attempts for this long may be rolled back. */
const SILENT_MS = 3_600_000

/** An edition on hold, and its last attempt. */
type Held = { edition: string; since: Date }

/**
 * Must run before any delivering starts. A rolled back volume or machine loses all evidence with it. So an edition being sent whose last attempt is
 * over an hour old waits for a person. decision 9
 */
export async function holdSilent(context: Context): Promise<Held[]> {
  const { engine, clock, config, log, instance } = context
  if (!(await instance.maySend())) return []
  const now = clock()
  const held: Held[] = []
  for (const one of await silentEditions(engine.db, new Date(now.getTime() - SILENT_MS))) {
    const last = withOffset(one.since, config.timeZone)
    const reason = `nothing of it was attempted since ${last}, more than an hour before this start; if the ledger was rolled back, mails would leave twice`
    if (!(await stopEdition(engine.db, one.edition, { reason, cause: 'gone-back' }, now))) continue
    held.push(one)
    log.error('edition.held', { edition: one.edition, last, fix: `estafette resume ${one.edition}` })
    // It is on hold even if the roster can't be read now.
    await tellAdmins(context, one, now).catch(error =>
      log.error('alarm.not-made', { edition: one.edition, reason: (error as Error).message }),
    )
  }
  return held
}

async function tellAdmins(context: Context, { edition, since }: Held, now: Date) {
  const values = {
    edition,
    last: withOffset(since, context.config.timeZone),
    command: `estafette resume ${edition}`,
  }
  await tellStaff(context, 'admin', 'edition-held', `${edition} ${now.toISOString()}`, values)
}
