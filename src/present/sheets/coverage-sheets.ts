import { withOffset } from '../../model/calendar/calendar.js'
import type { Strings } from '../../model/editions/edition.js'
import type { ByAge } from '../../model/follow-ups/age.js'
import { inLanguage } from '../../model/language/language.js'
import { label, say } from '../mail/wording.js'
import { candidatesSheet } from './candidates-sheet.js'
import type { Reported, Words } from './reported.js'
import { type Cell, column, type Sheet } from './sheet.js'

/** A report as a workbook: key figures, communes, and each candidate with the outcome. */
export function coverageSheets(reported: Reported, words: Words): Sheet[] {
  return [figuresSheet(reported, words), communesSheet(reported, words), candidatesSheet(reported, words)]
}

function figuresSheet(reported: Reported, { strings, timeZone }: Words): Sheet {
  const { coverage, dispatchedAt, counts } = reported
  const { communes, attempts, times, followUps } = coverage
  const figure = (key: string, value: Cell, values = {}): Cell[] => [
    say(strings, `report.figures.${key}`, values),
    value,
  ]
  const each = attempts.perDelivery
  const rows = [
    figure('edition', reported.edition),
    figure('state', label(strings, 'report.editionStates', reported.state)),
    figure('dispatched-at', dispatchedAt && withOffset(dispatchedAt, timeZone)),
    figure('candidates', coverage.candidates),
    figure('addressees', coverage.addressees),
    figure('exclusions', coverage.exclusions.length),
    ...Object.entries(coverage.exclusionsByReason).map(([reason, n]) =>
      figure('excluded', n, { reason: label(strings, 'notices.exclusions', reason) }),
    ),
    figure('balanced', say(strings, coverage.balanced ? 'report.yes' : 'report.no')),
    figure(
      'accounted-for',
      say(strings, 'report.figures.of-total', { n: communes.accountedFor, total: communes.total }),
    ),
    ...Object.entries(counts)
      .filter(([, n]) => n > 0)
      .map(([state, n]) =>
        figure('deliveries', n, { state: label(strings, 'report.deliveryStates', state) }),
      ),
    figure('attempts', attempts.total),
    figure('attempts-each', each && `${each.median} · ${each.p90} · ${each.max}`),
    figure('accepted', times.accepted?.median ?? null),
    figure('accepted-p90', times.accepted?.p90 ?? null),
    figure('accepted-max', times.accepted?.max ?? null),
    figure('replied', coverage.replied),
    figure('replied-median', times.replied?.median ?? null),
    figure('open', followUps.open),
    figure('in-hand', followUps.inHand),
    figure('done', followUps.done),
    figure('overdue', followUps.overdue),
    ...followUps.byAge.map(age => figure('open-for', age.count, { age: ageInWords(age, strings) })),
  ]
  const columns = [column(strings, 'figure', 52), column(strings, 'value', 30)]
  return { name: say(strings, 'report.sheets.summary'), columns, rows }
}

/** "2 à 3 jours", "15 dagen en meer". */
export function ageInWords({ from, to }: Pick<ByAge[number], 'from' | 'to'>, strings: Strings): string {
  if (to === null) return say(strings, 'report.ages.more', { from })
  return from === 0
    ? say(strings, 'report.ages.first', { n: to + 1 })
    : say(strings, 'report.ages.span', { from, to })
}

function communesSheet({ coverage }: Reported, { strings, language }: Words): Sheet {
  const number = (key: string) => column(strings, key, 14, 'number')
  return {
    name: say(strings, 'report.sheets.communes'),
    columns: [
      column(strings, 'nis', 8),
      column(strings, 'commune', 26),
      column(strings, 'state', 20),
      ...['candidates', 'addressees', 'accepted', 'exclusions', 'open-follow-ups'].map(number),
      ...['elsewhere', 'accepted-elsewhere'].map(number),
    ],
    rows: coverage.communes.list.map(one => [
      one.nis,
      inLanguage(one.name, language),
      label(strings, 'communeStates', one.state),
      one.candidates,
      one.addressees,
      one.accepted,
      one.exclusions,
      one.openFollowUps,
      one.elsewhere,
      one.acceptedElsewhere,
    ]),
  }
}
