import type { MandateRole } from '../../model/agency/role-names.js'
import { withOffset } from '../../model/calendar/calendar.js'
import type { Attempt, DeliveryState } from '../../model/delivery/delivery.js'
import type { Strings } from '../../model/editions/edition.js'
import type { EditionState } from '../../model/editions/state.js'
import type { ByAge } from '../../model/follow-ups/age.js'
import type { Coverage } from '../../model/follow-ups/coverage.js'
import type { Language } from '../../model/language/language.js'
import { replyText } from '../mail/told-in-words.js'
import { label, say } from '../mail/wording.js'
import { type Cell, column, type Sheet } from './sheet.js'

/** What the sheets of a report are made of, and in whose words. */
export type Reported = {
  edition: string
  state: EditionState
  dispatchedAt: Date | null
  counts: Record<DeliveryState, number>
  coverage: Coverage
  deliveries: ReportedDelivery[]
  replies: { recipient: string; at: Date }[]
}
export type ReportedDelivery = {
  recipient: string
  commune: string
  role: MandateRole
  /** The further mandates of the same person. */
  also: { id: string }[]
  state: DeliveryState
  attempts: Attempt[]
}
export type Words = { strings: Strings; language: Language; timeZone: string }

/** A report as a workbook: key figures, communes, and each candidate with what came of it. */
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
      one.name[language],
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

/** Addressees and exclusions together, by commune and mandate: as many rows as candidates once the edition is sent. */
export function candidatesSheet(reported: Reported, words: Words): Sheet {
  const { strings, language } = words
  const names = new Map(reported.coverage.communes.list.map(({ nis, name }) => [nis, name[language]]))
  const rows = [...reached(reported, words), ...excluded(reported, words)]
    .map(([nis, ...row]) => [nis as string, names.get(nis as string) ?? (nis as string), ...row] as Cell[])
    .sort(byFirstAndThird)
  return {
    name: say(strings, 'report.sheets.candidates'),
    columns: [
      column(strings, 'nis', 8),
      column(strings, 'commune', 26),
      column(strings, 'recipient', 34),
      column(strings, 'role', 14),
      column(strings, 'outcome', 14),
      column(strings, 'reason', 26),
      column(strings, 'attempts', 8, 'number'),
      column(strings, 'accepted-at', 20, 'instant'),
      column(strings, 'seconds', 11, 'number'),
      column(strings, 'replied-at', 20, 'instant'),
      column(strings, 'last-answer', 60),
      column(strings, 'same-person', 34),
    ],
    rows,
  }
}

function byFirstAndThird(a: Cell[], b: Cell[]): number {
  const key = (row: Cell[]) => `${row[0]} ${row[2]}`
  return key(a) < key(b) ? -1 : 1
}

function reached(
  { deliveries, replies, dispatchedAt }: Reported,
  { strings, language, timeZone }: Words,
): Cell[][] {
  const repliedAt = new Map([...replies].reverse().map(({ recipient, at }) => [recipient, at]))
  return deliveries.map(({ recipient, commune, role, also, state, attempts }) => {
    const took =
      state === 'accepted' ? attempts.findLast(({ outcome }) => outcome === 'accepted')?.endedAt : null
    const replied = repliedAt.get(recipient)
    const last = attempts.at(-1)
    return [
      commune,
      recipient,
      label(strings, 'report.roles', role),
      label(strings, 'report.deliveryStates', state),
      null,
      attempts.length,
      took ? withOffset(took, timeZone) : null,
      took && dispatchedAt ? Math.max(0, Math.round((took.getTime() - dispatchedAt.getTime()) / 1000)) : null,
      replied ? withOffset(replied, timeZone) : null,
      last
        ? [last.replyCode, last.enhancedStatus, replyText(last, strings, language)].filter(Boolean).join(' ')
        : null,
      idsIn(also),
    ]
  })
}

/** The further mandates of a person in a cell; null for none. */
export const idsIn = (also: readonly { id: string }[]): string | null =>
  also.map(({ id }) => id).join(', ') || null

function excluded({ coverage }: Reported, { strings }: Words): Cell[][] {
  return coverage.exclusions.map(({ recipient, commune, role, reason, standsFor = null }) => [
    commune,
    recipient,
    label(strings, 'report.roles', role),
    say(strings, 'report.deliveryStates.excluded'),
    label(strings, 'notices.exclusions', reason),
    0,
    null,
    null,
    null,
    null,
    standsFor,
  ])
}
