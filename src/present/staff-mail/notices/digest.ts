import type { Strings } from '../../../model/editions/edition.js'
import { type Told, toldBy } from '../../../model/follow-ups/told.js'
import type { Language } from '../../../model/language/language.js'
import { mailLink } from '../../mail/mail-link.js'
import { dayOfYear, shortDate } from '../../mail/money-and-dates.js'
import { officesInWords } from '../../mail/office-names.js'
import { ownName } from '../../mail/own-name.js'
import { noPhoneText, phoneView } from '../../mail/phone-lines.js'
import { toldView } from '../../mail/told-in-words.js'
import { typeset } from '../../mail/typography.js'
import { unreachedInWords } from '../../mail/unreached-words.js'
import { vacantInWords } from '../../mail/vacant-mandate.js'
import { label, say, sayCount } from '../../mail/wording.js'
import type { Digest, DigestCommune, Task } from '../digest-content.js'
import type { Maker, NoticeGroup, Speaker } from './speaker.js'
import { stateView } from './states.js'

/** To a SPOC: after an edition, and on working mornings while something is open. */
export type DigestValues = Omit<Digest, 'to'> & {
  occasion: 'edition' | 'morning'
  edition: string | null
  /** ISO 8601 with offset. */
  sentAt: string | null
  /** No delivery of the edition is under way any more. */
  isSettled: boolean
  /** The page of the follow-ups. */
  link: string
}

export const spocDigest: Maker<DigestValues> = (values, speaker) => {
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
    title: name[language],
    state: state && stateView(state, strings),
    lines: [
      [...reached, ...(notSent > 0 ? [count('not-sent', notSent)] : [])].join(' · '),
      ...unreached.map(one => unreachedInWords(one, strings, language)),
    ].filter(Boolean),
    tasks: tasks.map(task => taskView(task, name[language], speaker)),
    more: moreLine(commune, speaker),
  }
}

function moreLine({ more, tasks, unreached = [] }: DigestCommune, { strings, language, text }: Speaker) {
  if (more > 0) return typeset(sayCount(strings, 'notices.spoc-digest.more', more, language), language)
  // With somebody not reached, "nothing to do" would be no comfort, and not true.
  return tasks.length + unreached.length === 0 ? text('no-tasks') : null
}

function taskView(task: Task, commune: string, speaker: Speaker): NoticeGroup['tasks'][number] {
  const { strings, language, text } = speaker
  const { email, edition, reason, action, due, isOverdue, isInHand } = task
  const { facts, quote } = toldView(toldIn(task), strings, language)
  // A digest that was made before this version knows of none.
  const { email: standIn = '', until = null } = task.standIn ?? {}
  const when = until ? 'stand-in-until' : 'stand-in-open'
  const row = (key: string, value: string, href: string | null = null) => ({
    name: text(key),
    value,
    href,
    lang: null,
  })
  const marks = [
    ...(isOverdue ? [lateMark(task, strings, language)] : []),
    ...(isInHand ? [text('in-hand')] : []),
  ]
  return {
    due: shortDate(due, language),
    marks: marks.join(', '),
    isOverdue,
    title: aboutWhom(task, commune, speaker),
    role: roleOf(task, speaker),
    facts: [
      row('why', label(strings, 'followUps.reasons', reason)),
      row('do', label(strings, 'followUps.actions', action)),
      ...phoneRows(task, speaker),
      ...(email ? [row('write', email, `mailto:${email}`)] : []),
      ...(standIn
        ? [
            row(
              'stand-in',
              text(when, { email: standIn, date: until ? dayOfYear(until, language) : '' }),
              mailLink(standIn),
            ),
          ]
        : []),
      ...(edition ? [row('from-edition', edition)] : []),
      ...facts.map(fact => row('noted', fact)),
      ...(quote ? [{ name: quote.title, value: quote.text, href: null, lang: quote.lang }] : []),
    ],
  }
}

/** All offices of somebody who has several, each with its commune. */
function roleOf({ role, vacant, offices = [] }: Task, { strings, language }: Speaker): string {
  if (!role || vacant) return ''
  return officesInWords(offices, strings, language) || label(strings, 'report.roles', role)
}

function aboutWhom({ who, role, vacant }: Task, commune: string, { strings, language, text }: Speaker) {
  if (who === '') return text('whole-commune')
  if (role && vacant) return vacantInWords({ role, ...vacant }, commune, strings, language)
  return ownName(who, language)
}

function phoneRows(
  { action, phones }: Task,
  { strings, language, text }: Speaker,
): NoticeGroup['tasks'][number]['facts'] {
  if (!phones) return []
  const none = noPhoneText({ action, phones }, strings, language)
  const views = phones.map(phone => phoneView(phone, strings, language))
  const rows = none ? [{ text: none, href: null }] : views
  return rows.map(({ text: value, href }) => ({ name: text('phone'), value, href, lang: null }))
}

/** What the task says of itself; one of an older version is taken apart now. */
function toldIn({ facts, whose, reason, detail }: Task): Told {
  if (!facts) return toldBy({ reason, detail })
  return { facts, quote: detail === '' ? null : { text: detail, whose: whose ?? 'person' } }
}

const lateMark = ({ daysLate }: Task, strings: Strings, language: Language) =>
  typeset(
    daysLate
      ? sayCount(strings, 'notices.spoc-digest.late', daysLate, language)
      : say(strings, 'notices.spoc-digest.overdue'),
    language,
  )
