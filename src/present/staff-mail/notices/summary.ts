import type { ByAge } from '../../../model/follow-ups/age.js'
import { inLanguage } from '../../../model/language/language.js'
import { dayOfYear } from '../../mail/days.js'
import { ownName } from '../../mail/own-name.js'
import { typeset } from '../../mail/typography.js'
import { unreachedInWords } from '../../mail/unreached-words.js'
import { sayCount } from '../../mail/wording.js'
import { ageInWords } from '../../sheets/coverage-sheets.js'
import type { DigestCommune } from '../digest-communes.js'
import type { Maker, Makers, NoticeGroup } from './answer-facts.js'
import type { DigestValues } from './digest.js'
import { taskView } from './digest-tasks.js'
import type { NoticeBars, Speaker } from './speaker.js'
import { stateView } from './states.js'
import { boardOf } from './summary-board.js'
import type { SummaryValues } from './summary-values.js'

const spocDigest: Maker<DigestValues> = (values, speaker) => {
  const { occasion, edition, sentAt, isSettled, standingInFor, communes, open, link } = values
  const { strings, language, text, moment } = speaker
  const about = { edition: edition ?? '', sent: sentAt ? moment(sentAt) : '' }
  return {
    subject:
      occasion === 'edition'
        ? text('subject-edition', about)
        : sayCount(strings, 'notices.spoc-digest.subject-morning', open, language),
    title: text(`title-${occasion}`, about),
    paragraphs: [
      text(`what-${occasion}`, about),
      ...(isSettled ? [] : [text('under-way')]),
      ...(open === 0 ? [text(isAnyUnreached(communes) ? 'nothing-open' : 'nothing')] : []),
      ...standingInFor.map(({ name, until }) =>
        text('standing-in', { name: ownName(name, language), until: dayOfYear(until, language) }),
      ),
    ],
    button: open === 0 ? null : { text: text('button'), href: link },
    groups: communes.map(commune => groupOf(commune, speaker)),
  }
}

const isAnyUnreached = (communes: DigestCommune[]) =>
  communes.some(({ unreached = [] }) => unreached.length > 0)

function groupOf(commune: DigestCommune, speaker: Speaker): NoticeGroup {
  const { strings, language, text } = speaker
  const { name, state, addressees, accepted, notSent, unreached = [], tasks } = commune
  const count = (key: string, n: number) => sayCount(strings, `notices.spoc-digest.${key}`, n, language)
  const reached = state === null ? [] : [text('reached', { accepted, addressees })]
  return {
    title: inLanguage(name, language),
    state: state && stateView(state, strings),
    lines: [
      [...reached, ...(notSent > 0 ? [count('not-sent', notSent)] : [])].join(' · '),
      ...unreached.map(one => unreachedInWords(one, strings, language)),
    ].filter(Boolean),
    tasks: tasks.map(task => taskView(task, inLanguage(name, language), speaker)),
    more: moreLine(commune, speaker),
  }
}

function moreLine({ more, tasks, unreached = [] }: DigestCommune, { strings, language, text }: Speaker) {
  if (more > 0) return typeset(sayCount(strings, 'notices.spoc-digest.more', more, language), language)
  // With an unreached official, "nothing to do" would be wrong.
  return tasks.length + unreached.length === 0 ? text('no-tasks') : null
}

/** Mails about an edition's coverage, for those who follow it up. */
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

/** "40 secondes", "12 minuten", "3 heures": one unit suffices. */
function duration(seconds: number, { strings, language }: Speaker): string {
  const [unit, n] =
    seconds < 120
      ? ['seconds', seconds]
      : seconds < 7200
        ? ['minutes', Math.round(seconds / 60)]
        : ['hours', Math.round(seconds / 3600)]
  return sayCount(strings, `notices.heads-summary.${unit}`, n as number, language)
}

export const coverageNotices: Makers<CoverageNotices> = {
  'spoc-digest': spocDigest,
  'heads-summary': headsSummary,
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
