import { withOffset } from '../../model/calendar/calendar.js'
import type { ClockJump } from '../../model/calendar/clock-jump.js'
import { resumeEdition, stopEdition } from '../../postgres/editions/stops.js'
import {
  dueBefore,
  editionsInQuestion,
  heldForClock,
  isResumedSince,
  shortenClaims,
} from '../../postgres/server/clock.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/staff.js'

/**
 * Checks the clock. After a jump, editions that would expire by it are put on hold and the admins told; once it is right, they go on. Resolves to the
 * certain time: before the jump, or now. decision 47
 */
export async function holdForClock(context: Context): Promise<Date> {
  const jump = await context.clockWatch.look()
  await shortenClaims(context.engine.db)
  if (jump) {
    await hold(context, jump)
    return jump.from
  }
  const ended = context.clockWatch.takeEnded()
  if (ended) await dueBefore(context.engine.db, ended)
  await goOn(context)
  return context.clock()
}

/** Whether a delivery of an expired edition may be given up. After a clock jump only if a person resumed the edition since. */
export async function mayGiveUp({ clockWatch, engine }: Context, edition: string): Promise<boolean> {
  const jump = await clockWatch.look()
  return jump === null || isResumedSince(engine.db, edition, jump.from)
}

async function hold(context: Context, jump: ClockJump) {
  const { engine, clock, config, log } = context
  const [from, to] = [jump.from, jump.to].map(at => withOffset(at, config.timeZone)) as [string, string]
  for (const edition of await editionsInQuestion(engine.db, jump.from, clock())) {
    const reason = `the clock of this machine jumped from ${from} to ${to}, and by it the edition has expired`
    if (await stopEdition(engine.db, edition, { reason, cause: 'clock' }, clock()))
      log.error('edition.held', { edition, reason, fix: `estafette resume ${edition}` })
  }
  // Editions go on hold even if the roster can't be read now.
  await tellAdmins(context, from, to).catch(error =>
    log.error('alarm.not-made', { reason: (error as Error).message }),
  )
}

async function tellAdmins(context: Context, from: string, to: string) {
  const values = { from, to, command: 'estafette resume EDITION' }
  if (await tellStaff(context, 'admin', 'clock-jumped', from, values))
    context.log.error('clock.jumped', { from, to, fix: 'Set it right, or restart Estafette.' })
}

async function goOn({ engine, clock, log }: Context) {
  for (const edition of await heldForClock(engine.db, clock())) {
    await resumeEdition(engine.db, edition, clock())
    log.warn('edition.clock-right', { edition })
  }
}
