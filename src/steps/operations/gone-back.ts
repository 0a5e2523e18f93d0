import { withOffset } from '../../model/calendar/calendar.js'
import { stopEdition } from '../../postgres/editions/stops.js'
import { silentEditions } from '../../postgres/operations/gone-back.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'

/** An edition in mid-send of which nothing was attempted for this long may have been put back, in milliseconds. */
const SILENT_MS = 3_600_000

/** An edition that is held, and when the last of it was attempted. */
type Held = { edition: string; since: Date }

/**
 * Call it at the start of what delivers. A volume or a machine that was rolled back takes along all that could tell, so that an edition in
 * mid-send whose last attempt is older than an hour waits for a person. Decision 9.
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
    // It is held whether or not the roster can be read just now.
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
