import { localDay, withOffset } from '../../model/calendar/calendar.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import { WRITTEN_REASONS } from '../../model/follow-ups/follow-up.js'
import { followUpCoverage } from '../../model/follow-ups/follow-up-coverage.js'
import { followUpRows, lastSent } from '../../postgres/follow-ups/coverage.js'
import { standInsOn } from '../../postgres/follow-ups/deputies.js'
import { listFollowUps } from '../../postgres/follow-ups/listed-follow-ups.js'
import { type Digest, digestsOf } from '../../present/staff-mail/digest-content.js'
import type { DigestValues } from '../../present/staff-mail/notices/digest.js'
import type { SummaryValues } from '../../present/staff-mail/notices/summary-values.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { type EditionCoverage, editionCoverage } from './coverage.js'
import { unreachedOf } from './unreached.js'

/** What a digest says besides its content. */
export type Occasion = Pick<DigestValues, 'occasion' | 'edition' | 'sentAt' | 'isSettled' | 'link'>

/** Each SPOC's digest after an edition. Null: the morning digest, with communes as of the last edition. */
export async function digestsAbout(
  context: Context,
  edition: string | null,
): Promise<{ digests: Digest[]; about: Omit<Occasion, 'occasion'> }> {
  const { engine, clock, config } = context
  const today = todayOf(context)
  const [last = null] = edition ? [edition] : await lastSent(engine.db, clock(), 1)
  const found = last ? await editionCoverage(context, last) : null
  const { roster } = await rosterToday(context)
  const facts = {
    roster,
    followUps: await listFollowUps(engine.db),
    standIns: await standInsOn(engine.db, today),
    coverage: found?.coverage ?? null,
    unreached: last ? await unreachedOf(context, last) : [],
  }
  return {
    digests: digestsOf(facts, today),
    about: { edition: last, ...sending(context, found), link: `${config.baseUrl}/follow-ups` },
  }
}

function sending({ config }: Context, found: EditionCoverage | null) {
  const { dispatchedAt = null, counts } = found?.row ?? {}
  return {
    sentAt: dispatchedAt && withOffset(dispatchedAt, config.timeZone),
    isSettled: !counts || counts.pending + counts.deferred === 0,
  }
}

/** Editions in the picture. */
const SHOWN = 6

/** The heads' summary after an edition; null when it has no frozen version. */
export async function summaryFor(context: Context, edition: string): Promise<SummaryValues | null> {
  const { engine, clock, config } = context
  const found = await editionCoverage(context, edition)
  if (!found) return null
  const sent = await lastSent(engine.db, found.row.dispatchedAt ?? clock(), SHOWN)
  const editions = [...sent.filter(id => id !== edition).reverse(), edition].slice(-SHOWN)
  const shown = await Promise.all(editions.map(id => (id === edition ? found : editionCoverage(context, id))))
  const today = todayOf(context)
  const followUps = (await followUpRows(engine.db)).map(({ openedAt, ...one }) => ({
    ...one,
    openedOn: localDay(openedAt, config.timeZone),
  }))
  const written = followUps.filter(one => one.edition === edition && WRITTEN_REASONS.includes(one.reason))
  const { coverage: own } = found
  const { open, inHand, overdue, byAge } = followUpCoverage(followUps, today)
  const times = own.times.accepted
  return {
    edition,
    ...sending(context, found),
    sentAt: withOffset(found.row.dispatchedAt ?? clock(), config.timeZone),
    editions,
    communes: own.communes.list.map(({ nis, name }) => ({
      name,
      states: shown.map(one => stateIn(one, nis)),
      open: followUps.filter(one => one.commune === nis && one.state !== 'done').length,
    })),
    candidates: own.candidates,
    addressees: own.addressees,
    exclusions: own.exclusions.length,
    accepted: found.row.counts.accepted,
    accountedFor: own.communes.accountedFor,
    times: times && { median: times.median, p90: times.p90 },
    answers: { received: written.length, answered: written.filter(({ state }) => state === 'done').length },
    followUps: { open, inHand, overdue, byAge },
    spocs: await bySpoc(context, today),
    link: `${config.baseUrl}/follow-ups`,
  }
}

/** Null where an edition did not concern the commune, or did not know it. */
function stateIn(found: EditionCoverage | null, nis: string): CommuneState | null {
  const commune = found?.coverage.communes.list.find(one => one.nis === nis)
  if (!found || !commune) return null
  const reasons = found.coverage.exclusions.filter(one => one.commune === nis).map(({ reason }) => reason)
  const isApart =
    commune.addressees + commune.elsewhere === 0 &&
    reasons.some(reason => reason === 'not-concerned' || reason === 'not-affected')
  return isApart ? null : commune.state
}

async function bySpoc(context: Context, today: string): Promise<SummaryValues['spocs']> {
  const { roster } = await rosterToday(context)
  const followUps = await listFollowUps(context.engine.db)
  return digestsOf({ roster, followUps, standIns: new Map(), coverage: null }, today).map(
    ({ to, open, communes }) => ({
      name: to.name,
      phone: to.phone,
      email: to.email,
      open,
      overdue: communes.flatMap(({ tasks }) => tasks).filter(({ isOverdue }) => isOverdue).length,
    }),
  )
}
