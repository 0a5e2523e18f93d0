import { localDay, withOffset } from '../model/calendar/calendar.js'
import { DELIVERY_STATES, type DeliveryState, OPEN_STATES } from '../model/delivery/delivery.js'
import { communeState } from '../model/follow-ups/commune-state.js'
import { inLanguage, type Language, localeOf } from '../model/language/language.js'
import type { LiveProgress } from '../postgres/delivery/live-progress.js'
import { ownName } from '../present/mail/own-name.js'
import { label } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import type { Live } from '../steps/delivery/watch-progress.js'
import type { CommuneStatus } from '../steps/editions/read-edition.js'
import { mapView } from './map-view.js'
import { type PageContext, speaker } from './page-frame.js'
import { COMMUNE_LOOKS, DELIVERY_LOOKS } from './states.js'

/** The fill of a part of the bar, by state: what waits stays empty. */
const FILLS: Partial<Record<DeliveryState, string>> = {
  accepted: 'f-good',
  bounced: 'f-bad',
  'gave-up': 'f-bad',
  suppressed: 'f-bad',
  deferred: 'f-soon',
  'in-doubt': 'f-soon',
}
/** Counted even when there is none: a list that does not change its order is easier to watch. */
const ALWAYS: readonly DeliveryState[] = ['accepted', 'pending', 'bounced', 'in-doubt']

/** How wide the bar is drawn; it stretches with the page. */
const BAR_UNITS = 1000
/** Below this many a second, the pace is told by the minute. */
const BY_MINUTE_BELOW = 1

/** `opens`: may open a delivery. */
type Shown = Pick<PageContext, 'strings' | 'config'> & { now: Date; language: Language; opens: boolean }
type Say = (key: string, values?: Record<string, string | number>) => string

/** Progress in words, numbers, a bar, the map and the last answers. */
export function liveView({ edition, communes }: Live, progress: LiveProgress, shown: Shown) {
  const { strings, language } = shown
  const { text } = speaker(strings, language, 'pages.live')
  const totals = totalsOf(progress.counts)
  const all = Object.values(totals).reduce((sum, n) => sum + n, 0)
  const statuses = communes.map(one => statusOf(one, progress.counts))
  const said = countsOf(edition, totals, shown)
  const number = (n: number) => n.toLocaleString(localeOf(language))
  return {
    accepted: number(totals.accepted),
    of: text('of', { all: number(all) }),
    say: said
      .filter(({ n }) => n !== '0')
      .map(({ n, name }) => `${n} ${name}`)
      .join(', '),
    pace: paceInWords(totals, progress.pace, shown, text),
    isOver: isOver(progress),
    reload: { href: `/editions/${edition}?lang=${language}`, text: text('reload') },
    bar: partsOf(totals, all),
    counts: said,
    map: mapOf(edition, statuses, shown, text),
    title: text('title'),
    none: progress.answers.length === 0 ? text('none') : null,
    answersTitle: text('answers'),
    all: { href: `/editions/${edition}/deliveries?lang=${language}`, text: text('all') },
    answers: answersOf(progress, shown),
    acts: actsOf(totals, shown),
    table: tableOf(statuses, edition, shown, text),
  }
}

function mapOf(
  edition: string,
  communes: CommuneStatus[],
  { strings, config, now, language }: Shown,
  text: Say,
) {
  const name = editionName(edition, localDay(now, config.timeZone), inLanguage(strings, language), language)
  const map = mapView({ edition, name, communes, mine: [] }, { strings }, language)
  return { ...map, link: { href: '#communes', text: text('as-table') } }
}

/** What the acts on the page would do by now. */
function actsOf(
  { pending, deferred, accepted }: Record<DeliveryState, number>,
  { strings, language }: Shown,
) {
  const { text } = speaker(strings, language, 'pages.acts')
  const values = { open: pending + deferred, accepted }
  return [
    { act: 'stop', what: text('what.stop', values) },
    { act: 'resume', what: text('what.resume', values) },
  ]
}

/** Nothing is open any more. */
export const isOver = ({ counts }: LiveProgress) => counts.every(({ state }) => !OPEN_STATES.includes(state))

function totalsOf(counts: LiveProgress['counts']): Record<DeliveryState, number> {
  const totals = Object.fromEntries(DELIVERY_STATES.map(state => [state, 0])) as Record<DeliveryState, number>
  for (const { state, n } of counts) totals[state] += n
  return totals
}

/** A commune's state from its counted deliveries; without one it stays as it was. */
function statusOf(commune: CommuneStatus, counts: LiveProgress['counts']): CommuneStatus {
  const own = counts.filter(one => one.commune === commune.nis)
  if (own.length === 0) return commune
  const count = (list: typeof own) => list.reduce((sum, { n }) => sum + n, 0)
  return {
    ...commune,
    state: communeState(own.map(({ state }) => state)),
    accepted: count(own.filter(({ state }) => state === 'accepted')),
    deliveries: count(own),
  }
}

function countsOf(edition: string, totals: Record<DeliveryState, number>, { strings, language }: Shown) {
  const own = inLanguage(strings, language)
  const others = DELIVERY_STATES.filter(state => !ALWAYS.includes(state) && totals[state] > 0)
  return [...ALWAYS, ...others].map(state => ({
    n: totals[state].toLocaleString(localeOf(language)),
    name: label(own, 'pages.deliveryStates', state),
    href: `/editions/${edition}/deliveries?state=${state}&lang=${language}`,
    ...DELIVERY_LOOKS[state],
  }))
}

function partsOf(totals: Record<DeliveryState, number>, all: number) {
  let x = 0
  return DELIVERY_STATES.flatMap(state => {
    const width = all === 0 ? 0 : Math.round((totals[state] / all) * BAR_UNITS)
    const at = x
    const fill = FILLS[state]
    if (fill) x += width
    return fill && width > 0 ? [{ fill, x: at, width }] : []
  })
}

/** "12,5 par seconde · fin vers 9 h 01"; what waits for a later attempt has no end. */
function paceInWords(
  { pending, deferred }: Record<DeliveryState, number>,
  { settled, since }: LiveProgress['pace'],
  { config, now, language }: Shown,
  text: Say,
): string {
  if (pending === 0) return deferred === 0 ? text('over') : text('deferred', { n: deferred })
  if (settled === 0 || since === null) return text('waiting', { n: pending })
  const seconds = Math.max(1, (now.getTime() - new Date(since).getTime()) / 1000)
  const perSecond = settled / seconds
  const end = withOffset(new Date(now.getTime() + (pending / perSecond) * 1000), config.timeZone)
  const round = (pace: number) =>
    pace.toLocaleString(localeOf(language), { maximumFractionDigits: pace < 10 ? 1 : 0 })
  const pace =
    perSecond < BY_MINUTE_BELOW
      ? text('per-minute', { pace: round(perSecond * 60) })
      : text('per-second', { pace: round(perSecond) })
  return `${pace} · ${text('end', { end: end.slice(11, 16) })}`
}

const answersOf = ({ answers }: LiveProgress, { strings, config, language, opens }: Shown) =>
  answers.map(({ at, name, delivery, outcome, replyCode, reply }) => ({
    at: withOffset(new Date(at), config.timeZone).slice(11, 19),
    name: ownName(name, language),
    href: opens ? `/deliveries/${encodeURIComponent(delivery)}?lang=${language}` : null,
    stateName: label(inLanguage(strings, language), 'report.deliveryStates', outcome),
    reply: outcome === 'accepted' ? '' : [replyCode, reply].filter(Boolean).join(' '),
    ...DELIVERY_LOOKS[outcome === 'lost' ? 'deferred' : outcome],
  }))

const tableOf = (communes: CommuneStatus[], edition: string, { strings, language }: Shown, text: Say) => ({
  title: text('table'),
  commune: text('commune'),
  state: text('state'),
  reached: text('reached'),
  rows: communes.map(({ nis, name, state, accepted, deliveries }) => ({
    nis,
    name: inLanguage(name, language),
    href: `/editions/${edition}/deliveries?commune=${nis}&lang=${language}`,
    stateName: label(inLanguage(strings, language), 'pages.communeStates', state),
    reached: text('reached-of', { accepted, all: deliveries }),
    ...COMMUNE_LOOKS[state],
  })),
})
