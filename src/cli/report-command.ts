import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import type { CommuneCoverage } from '../model/follow-ups/commune-coverage.js'
import type { Coverage } from '../model/follow-ups/coverage.js'
import type { Spread } from '../model/follow-ups/spread.js'
import { inLanguage } from '../model/language/language.js'
import { candidatesSheet } from '../present/sheets/candidates-sheet.js'
import { coverageSheets } from '../present/sheets/coverage-sheets.js'
import type { Reported } from '../present/sheets/reported.js'
import { editionCoverage } from '../steps/follow-ups/coverage.js'
import { type Answer, count, done, refused } from './answer.js'
import { table } from './tables.js'
import { editionArgument } from './usage.js'
import { type FileOptions, writeFiles } from './workbooks.js'

/** The report of an edition: everybody is accounted for, or status 1 and who is missing. */
export async function reportCommand(app: App, name: string, options: FileOptions): Promise<Answer> {
  const edition = await editionArgument(app, name)
  const found = await editionCoverage(app, edition)
  if (!found)
    return refused({ edition, state: null }, `There is no frozen ${edition}. Run: estafette draft ${edition}`)
  const { row, coverage } = found
  const reported = { ...found, edition, state: row.state, dispatchedAt: row.dispatchedAt, counts: row.counts }
  const files = await writeFiles(app, options, {
    csv: words => candidatesSheet(reported, words),
    xlsx: words => coverageSheets(reported, words),
  })
  const json = { ...reportJson(app, reported), hash: row.hash, files }
  const text = [...reportLines(reported), ...files].join('\n')
  const isComplete = coverage.balanced && coverage.communes.missing.length === 0
  return isComplete ? done(json, text) : refused(json, text)
}

function reportJson(app: App, { edition, state, dispatchedAt, coverage, counts }: Reported) {
  const { exclusions, communes, times, ...rest } = coverage
  return {
    edition,
    state,
    dispatchedAt: dispatchedAt && withOffset(dispatchedAt, app.config.timeZone),
    ...rest,
    exclusions,
    counts,
    communes,
    times: { accepted: secondsJson(times.accepted), replied: secondsJson(times.replied) },
  }
}

function secondsJson(spread: Spread | null) {
  if (!spread) return null
  const { count: n, median, p90, max } = spread
  return { count: n, medianSeconds: median, p90Seconds: p90, maxSeconds: max }
}

function reportLines({ edition, state, coverage }: Reported): string[] {
  const { communes, times, followUps } = coverage
  const reasons = Object.entries(coverage.exclusionsByReason).map(([reason, n]) => `${n} ${reason}`)
  return [
    `${edition} is ${state}. ${coverage.candidates} candidates = ${coverage.addressees} addressees + ${count(coverage.exclusions.length, 'exclusion')}${reasons.length > 0 ? ` (${reasons.join(', ')})` : ''}.`,
    ...(coverage.balanced ? [] : ['That does not add up: a candidate is neither written to nor excluded.']),
    `${communes.accountedFor} of ${communes.total} communes accounted for${communes.missing.length > 0 ? `; missing: ${communes.missing.join(', ')}` : ''}.`,
    `${count(coverage.attempts.total, 'attempt')}; accepted ${timesText(times.accepted)}; ${count(coverage.replied, 'recipient')} replied${times.replied ? ` ${timesText(times.replied)}` : ''}.`,
    communesTable(coverage),
    followUps.total === 0
      ? 'No follow-up.'
      : `Follow-ups: ${followUps.open} open, ${followUps.inHand} in hand, ${followUps.done} done; ${followUps.overdue} overdue. By days: ${agesText(followUps.byAge)}.`,
  ]
}

function timesText(spread: Spread | null): string {
  return spread
    ? `after ${spread.median} s (median), ${spread.p90} s (90 %), ${spread.max} s (at most)`
    : 'none yet'
}

const agesText = (ages: Coverage['followUps']['byAge']) =>
  ages.map(({ from, to, count: n }) => `${to === null ? `${from}+` : `${from}–${to}`}: ${n}`).join(', ')

/** Of officials whose mail goes to their mandate in another commune, how many got it. */
const elsewhereText = ({ elsewhere, acceptedElsewhere }: CommuneCoverage) =>
  elsewhere > 0 ? `${acceptedElsewhere} of ${elsewhere}` : ''

function communesTable({ communes }: Coverage): string {
  const isAnyElsewhere = communes.list.some(({ elsewhere }) => elsewhere > 0)
  return table(
    [
      ...['NIS', 'Commune', 'State', 'Candidates', 'Addressees', 'Accepted', 'Exclusions', 'Open'],
      ...(isAnyElsewhere ? ['By another mandate'] : []),
    ],
    communes.list.map(one => [
      one.nis,
      inLanguage(one.name, 'fr'),
      one.state,
      one.candidates,
      one.addressees,
      one.accepted,
      one.exclusions,
      one.openFollowUps,
      ...(isAnyElsewhere ? [elsewhereText(one)] : []),
    ]),
  )
}
