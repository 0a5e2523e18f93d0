import type { Strings } from '../../../model/editions/edition.js'
import { type Told, toldBy } from '../../../model/follow-ups/told.js'
import type { Language } from '../../../model/language/language.js'
import { dayOfYear } from '../../mail/days.js'
import { mailLink } from '../../mail/mail-link.js'
import { shortDate } from '../../mail/money-and-dates.js'
import { officesInWords } from '../../mail/office-names.js'
import { ownName } from '../../mail/own-name.js'
import { noPhoneText, phoneView } from '../../mail/phone-lines.js'
import { toldView } from '../../mail/told-in-words.js'
import { typeset } from '../../mail/typography.js'
import { vacantInWords } from '../../mail/vacant-mandate.js'
import { label, say, sayCount } from '../../mail/wording.js'
import type { Task } from '../digest-task.js'
import type { NoticeGroup } from './answer-facts.js'
import type { Speaker } from './speaker.js'

export function taskView(task: Task, commune: string, speaker: Speaker): NoticeGroup['tasks'][number] {
  const { strings, language, text } = speaker
  const { email, edition, reason, action, due, isOverdue, isInHand } = task
  const { facts, quote } = toldView(toldIn(task), strings, language)
  // Missing in digests of earlier versions.
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

/** All offices of a person with several, each with its commune. */
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

/** The task's own details; those of older versions are parsed here. */
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
