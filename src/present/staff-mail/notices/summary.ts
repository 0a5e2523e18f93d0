import type { ByAge } from '../../../model/follow-ups/age.js'
import type { CommuneState } from '../../../model/follow-ups/commune-state.js'
import { COMMUNE_STATES } from '../../../model/follow-ups/commune-state.js'
import type { Bilingual } from '../../../model/problem/line.js'
import { ownName } from '../../mail/own-name.js'
import { sayCount } from '../../mail/wording.js'
import { ageInWords } from '../../sheets/coverage-sheets.js'
import { type DigestValues, spocDigest } from './digest.js'
import type { Maker, Makers, NoticeBars, NoticeBoard, Speaker } from './speaker.js'
import { stateView } from './states.js'

/** To the heads, after an edition. Instants are ISO 8601 with offset; times are seconds from dispatch. */
export type SummaryValues = {
  edition: string
  sentAt: string
  isSettled: boolean
  /** The last editions, the oldest first; the one that it is about comes last. */
  editions: string[]
  /** `states` beside `editions`; null where the commune was not concerned. `open`: follow-ups, those in hand too. */
  communes: { name: Bilingual; states: (CommuneState | null)[]; open: number }[]
  candidates: number
  addressees: number
  exclusions: number
  accepted: number
  accountedFor: number
  times: { median: number; p90: number } | null
  /** What people wrote about this edition, and what of it is done. */
  answers: { received: number; answered: number }
  followUps: { open: number; inHand: number; overdue: number; byAge: ByAge }
  spocs: { name: string; phone: string; email: string; open: number; overdue: number }[]
  link: string
}

/** What comes of an edition, told to those who follow it up. */
export type CoverageNotices = { 'spoc-digest': DigestValues; 'heads-summary': SummaryValues }

const headsSummary: Maker<SummaryValues> = (values, speaker) => {
  const { edition, communes, followUps, spocs, link } = values
  const { language, text, moment } = speaker
  const reached = communes.filter(({ states }) => states.at(-1) === 'reached').length
  return {
    subject: text('subject', { edition, reached, total: communes.length }),
    title: text('title', { edition }),
    paragraphs: [
      text('what', { sent: moment(values.sentAt) }),
      ...(values.isSettled ? [] : [text('under-way')]),
    ],
    facts: factsOf(values, speaker),
    board: boardOf(values, speaker),
    bars: barsOf(followUps.byAge, speaker),
    tables: [
      {
        title: text('spocs'),
        head: [text('spoc'), text('open'), text('contact')],
        rows: spocs.map(({ name, phone, email, open, overdue }) => [
          ownName(name, language),
          text('open-line', { open, late: overdue }),
          `${phone} · ${email}`,
        ]),
        none: text('spocs-none'),
      },
    ],
    button: { text: text('button'), href: link },
  }
}

function factsOf(values: SummaryValues, speaker: Speaker) {
  const { candidates, addressees, exclusions, accepted, accountedFor, communes, times, answers } = values
  const { open, inHand, overdue } = values.followUps
  const { text } = speaker
  const fact = (name: string, value: string) => ({ name: text(name), value })
  return [
    fact('accounted', text('of', { n: accountedFor, total: communes.length })),
    fact('audience', text('audience-line', { candidates, addressees, exclusions })),
    fact('accepted', text('of', { n: accepted, total: addressees })),
    ...(times
      ? [
          fact(
            'times',
            text('times-line', {
              median: duration(times.median, speaker),
              p90: duration(times.p90, speaker),
            }),
          ),
        ]
      : []),
    fact('answers', text('answers-line', answers)),
    fact('follow-ups', text('follow-ups-line', { open, hand: inHand, late: overdue })),
  ]
}

/** "40 secondes", "12 minuten", "3 heures": one unit says enough. */
function duration(seconds: number, { strings, language }: Speaker): string {
  const [unit, n] =
    seconds < 120
      ? ['seconds', seconds]
      : seconds < 7200
        ? ['minutes', Math.round(seconds / 60)]
        : ['hours', Math.round(seconds / 3600)]
  return sayCount(strings, `notices.heads-summary.${unit}`, n as number, language)
}

function boardOf({ editions, communes }: SummaryValues, { strings, language, text }: Speaker): NoticeBoard {
  const legend = [...COMMUNE_STATES, null].map(state => stateView(state, strings))
  return {
    title: text('board'),
    corner: text('commune'),
    editions: editions
      .slice(0, -1)
      .map((edition, index, all) => ({ name: shortName(edition), isOld: index < all.length - OLD })),
    last: shortName(editions.at(-1) ?? ''),
    count: text('open-column'),
    rows: communes.map(({ name, states, open }) => ({
      name: name[language],
      before: states.slice(0, -1).map((state, index, all) => ({
        ...stateView(state, strings),
        isOld: index < all.length - OLD,
      })),
      now: stateView(states.at(-1) ?? null, strings),
      open,
    })),
    legend: text('legend', { signs: legend.map(({ sign, words }) => `${sign} ${words}`).join(' · ') }),
  }
}

/** A phone shows so many of the editions before. */
const OLD = 2

/** `W48`, `W48 F1`, `W48 E2`: six columns fit a phone. */
function shortName(edition: string): string {
  return edition
    .replace(/^\d{4}-/, '')
    .replace(/-(flash|erratum)-/, (_, kind: string) => ` ${kind[0]?.toUpperCase()}`)
}

function barsOf(ages: ByAge, { strings, text }: Speaker): NoticeBars {
  const most = Math.max(...ages.map(({ count }) => count))
  return {
    title: text('ages'),
    none: text('ages-none'),
    rows:
      most === 0
        ? []
        : ages.map(age => ({
            name: ageInWords(age, strings),
            count: age.count,
            percent: Math.round((100 * age.count) / most),
          })),
  }
}

export const coverageNotices: Makers<CoverageNotices> = {
  'spoc-digest': spocDigest,
  'heads-summary': headsSummary,
}
