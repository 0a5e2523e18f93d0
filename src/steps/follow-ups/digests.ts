import { localDay, withOffset } from '../../model/calendar/calendar.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import { WRITTEN_REASONS } from '../../model/follow-ups/follow-up.js'
import { followUpCoverage } from '../../model/follow-ups/follow-up-coverage.js'
import { followUpRows, lastSent, sentSince } from '../../postgres/follow-ups/coverage.js'
import { standInsOn } from '../../postgres/follow-ups/deputies.js'
import { listFollowUps } from '../../postgres/follow-ups/listed-follow-ups.js'
import { toldOf } from '../../postgres/staff/sent-notices.js'
import { digestsOf } from '../../present/staff-mail/digest-content.js'
import type { SummaryValues } from '../../present/staff-mail/notices/summary-board.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { type EditionCoverage, editionCoverage } from './coverage.js'
import { type DigestPorts, tellEditions, tellMorning } from './digest.js'
import { unreachedOf } from './unreached.js'

/** The mails about what came of editions: to SPOCs, and to the heads. */
export function bindDigest(context: Context) {
  const { clock, config, engine } = context
  const told = new Set<string>()
  let morning: string | null = null
  const ports: DigestPorts = {
    sentSince: since => sentSince(engine.db, since, clock()),
    digests: edition => digests(context, edition),
    summary: edition => summary(context, edition),
    staff: () => staffOf(context),
    toldSince: since => toldOf(engine.db, 'spoc-digest', since),
    notify: context.notify,
  }
  return {
    /** Tells what came of editions, and on working mornings what is open; each person once. */
    tellDigests: async (): Promise<void> => {
      const now = clock()
      const failures: unknown[] = []
      await tellEditions(ports, { afterHours: config.digestAfterHours, told }, now).then(
        editions => {
          for (const edition of editions) told.add(edition)
        },
        error => failures.push(error),
      )
      // What can't be said of an edition keeps nobody from hearing what is open.
      if (morning !== localDay(now, config.timeZone))
        morning = await tellMorning(ports, await context.calendar(), config.morning, now)
      if (failures.length > 0) throw failures[0]
    },
  }
}

const pageOf = ({ config }: Context) => `${config.baseUrl}/follow-ups`

/** Without an edition, the communes are shown as the last one found them. */
async function digests(context: Context, edition: string | null): ReturnType<DigestPorts['digests']> {
  const { engine, clock, config, folders } = context
  const today = localDay(clock(), config.timeZone)
  const [last = null] = edition ? [edition] : await lastSent(engine.db, clock(), 1)
  const found = last ? await editionCoverage(context, last) : null
  const missed = last ? await unreachedOf(context, last) : []
  const { roster } = await folders.roster(today)
  const followUps = await listFollowUps(engine.db)
  const standIns = await standInsOn(engine.db, today)
  return {
    digests: digestsOf(
      { roster, followUps, standIns, coverage: found?.coverage ?? null, unreached: missed },
      today,
    ),
    about: { edition: last, ...sending(context, found), link: pageOf(context) },
  }
}

function sending({ config }: Context, found: EditionCoverage | null) {
  const { dispatchedAt = null, counts } = found?.row ?? {}
  return {
    sentAt: dispatchedAt && withOffset(dispatchedAt, config.timeZone),
    isSettled: !counts || counts.pending + counts.deferred === 0,
  }
}

/** How many editions the picture shows. */
const SHOWN = 6

async function summary(context: Context, edition: string): Promise<SummaryValues | null> {
  const { engine, clock, config } = context
  const found = await editionCoverage(context, edition)
  if (!found) return null
  const sent = await lastSent(engine.db, found.row.dispatchedAt ?? clock(), SHOWN)
  const editions = [...sent.filter(id => id !== edition).reverse(), edition].slice(-SHOWN)
  const shown = await Promise.all(editions.map(id => (id === edition ? found : editionCoverage(context, id))))
  const today = localDay(clock(), config.timeZone)
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
    link: pageOf(context),
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
  const { roster } = await context.folders.roster(today)
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
