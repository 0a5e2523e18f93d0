import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import { type StandingCause, standingCauses } from '../../model/follow-ups/mandates.js'
import { communesNotReached, settleReached } from '../../postgres/follow-ups/communes-not-reached.js'
import { followSpocs, settleStanding } from '../../postgres/follow-ups/follow-up-rules.js'
import { openFollowUps } from '../../postgres/follow-ups/follow-ups.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { tellReassigned } from './tell-reassigned.js'

/** In milliseconds: a later report doesn't change who was reached. */
const LOOKS_BACK_MS = 14 * 24 * 3_600_000

/**
 * Opens and settles what follows from the roster and from editions as a whole: vacancies, ending mandates, communes that nobody reached; and
 * gives open follow-ups to the SPOCs that the communes have now. Done twice, it changes nothing more.
 */
export async function keepFollowUpRules(context: Context): Promise<void> {
  const { engine, clock, log } = context
  const { db } = engine
  const now = clock()
  const today = todayOf(context)
  const { roster, problems } = await rosterToday(context)
  const { communes, mandateHolders, staff } = roster
  const open = (causes: (StandingCause & { edition: string | null })[]) =>
    openFollowUps(
      db,
      causes.map(cause => {
        const spoc = communes.find(({ nis }) => nis === cause.commune)?.spoc ?? ''
        return { ...cause, ...suggestion(cause.reason, today), spoc, openedAt: now }
      }),
    )
  const causes = standingCauses(mandateHolders, today)
  await open(causes.map(cause => ({ ...cause, edition: null })))
  // What is missing from a roster with mistakes proves nothing.
  if (problems.length === 0) await settleStanding(db, causes, now)
  await settleReached(db, now)
  const lost = await communesNotReached(db, new Date(now.getTime() - LOOKS_BACK_MS))
  await open(lost.map(one => ({ ...one, recipient: one.commune, reason: 'not-reached', detail: '' })))
  const ids = staff.map(({ id }) => id)
  // A SPOC not on the staff is a mistake in the roster, and gets no follow-ups.
  const spocs = communes.flatMap(({ nis, spoc }) => (ids.includes(spoc) ? [{ commune: nis, spoc }] : []))
  const reassigned = await followSpocs(db, spocs, ids, now)
  if (reassigned.length === 0) return
  log.info('follow-up.reassigned', { followUps: reassigned.length })
  await tellReassigned(context, reassigned)
}
