import type { Strings } from '../edition/edition.js'
import type { Language } from '../language.js'
import { type SummaryTable, summaryFacts, summaryTables } from '../sign-off/summary.js'
import { placeInWords } from '../update/feedback.js'
import { oneLine } from './item.js'
import { dayOfYear, momentOn } from './money-and-dates.js'
import type { Notice, NoticeKind, NoticeValues } from './notice.js'
import type { NoticeExtras } from './notice-view.js'
import { typeset } from './typography.js'
import { fill, label, say, sayCount } from './wording.js'

/** One language of a notice: the same blocks for every kind, some of them empty. */
export type NoticeContent = {
  subject: string
  title: string
  paragraphs: string[]
  facts: { name: string; value: string }[]
  button: { text: string; href: string } | null
  tables: SummaryTable[]
  closing: string[]
}

type Speaker = {
  language: Language
  strings: Strings
  /** A text of this kind of notice; what is filled in stays as it was written. */
  text: (key: string, values?: Record<string, string | number>) => string
  /** A row of facts: its name from `notices.facts`. */
  fact: (key: string, value: string) => { name: string; value: string }
  /** "jeudi 26 novembre à 9 h", from ISO 8601 with offset. */
  moment: (instant: string) => string
  extras: NoticeExtras | null
}

type Maker<K extends NoticeKind> = (
  values: NoticeValues[K],
  speaker: Speaker,
) => Pick<NoticeContent, 'subject' | 'title'> & Partial<NoticeContent>

/** What a notice says in one language. */
export function noticeContent(
  { kind, values }: Pick<Notice, 'kind' | 'values'>,
  strings: Strings,
  language: Language,
  extras: NoticeExtras | null,
): NoticeContent {
  const make = MAKERS[kind] as Maker<NoticeKind>
  const made = make(values, speakerOf(kind, strings, language, extras))
  const empty = { paragraphs: [], facts: [], button: null, tables: [], closing: [] }
  return { ...empty, ...made, subject: oneLine(made.subject), title: oneLine(made.title) }
}

function speakerOf(
  kind: NoticeKind,
  strings: Strings,
  language: Language,
  extras: NoticeExtras | null,
): Speaker {
  const set = (key: string) => typeset(say(strings, key), language)
  return {
    language,
    strings,
    text: (key, values = {}) => fill(set(`notices.${kind}.${key}`), values),
    fact: (key, value) => ({ name: set(`notices.facts.${key}`), value }),
    moment: instant => momentInText(instant, strings, language),
    extras,
  }
}

/** Within a sentence there is no comma between the day and the hour. */
export function momentInText(instant: string, strings: Strings, language: Language): string {
  const day = dayOfYear(instant, language)
  const words = momentOn(day, { start: instant, end: null }, strings, language)
  return words.replace(`${day}, `, `${day} `)
}

const MAKERS: { [K in NoticeKind]: Maker<K> } = {
  'sign-off-request': (values, { strings, language, text, fact, moment, extras }) => {
    const { edition } = values
    const [send, closes] = [moment(values.sendAt), moment(values.closesAt)]
    const summary = extras?.summary
    return {
      subject: values.atOnce ? text('subject-at-once', { edition }) : text('subject', { edition, send }),
      title: text('title', { edition }),
      paragraphs: [
        values.atOnce ? text('at-once', { closes }) : text('when', { send, closes }),
        text('order'),
      ],
      facts: [
        fact('edition', edition),
        ...(values.atOnce ? [] : [fact('send', send)]),
        ...(summary ? summaryFacts(summary, strings, language) : []),
        fact('hash', values.hash),
      ],
      button: extras && { text: text('button'), href: extras.link },
      tables: summary ? summaryTables(summary, strings, language) : [],
      closing: [text('link')],
    }
  },

  'sign-off-reminder': ({ edition, hash, deputyFor, ...values }, { text, fact, moment, extras }) => {
    const send = moment(values.sendAt)
    return {
      subject: text('subject', { edition, send }),
      title: text('title', { edition }),
      paragraphs: [
        text('when', { send }),
        ...(deputyFor === null ? [] : [text('deputy', { name: deputyFor })]),
      ],
      facts: [fact('edition', edition), fact('closes', moment(values.closesAt)), fact('hash', hash)],
      button: extras && { text: text('button'), href: extras.link },
      closing: [text('link')],
    }
  },

  'sign-off-alarm': ({ edition, given, required, maySign, ...values }, speaker) => {
    const { strings, text, fact, moment } = speaker
    const [send, closes] = [moment(values.sendAt), moment(values.closesAt)]
    return {
      subject: text('subject', { edition }),
      title: text('title', { edition }),
      paragraphs: [values.atOnce ? text('at-once') : text('what', { send }), text('next', { closes })],
      facts: [
        fact('edition', edition),
        fact('approvals', say(strings, 'notices.approvals', { given, required })),
        fact('may-sign', maySign.join(' · ') || say(strings, 'notices.nobody')),
        fact('closes', closes),
      ],
    }
  },

  'sign-off-done': (
    { edition, decision, by, comment, given, required, ...values },
    { strings, text, fact, moment },
  ) => ({
    subject: text(`subject-${decision}`, { edition }),
    title: text(`title-${decision}`, { edition }),
    paragraphs: [
      decision === 'approve' && values.atOnce
        ? text('at-once')
        : text(decision, { send: moment(values.sendAt) }),
    ],
    facts: [
      fact('decision', say(strings, `notices.decisions.${decision}`)),
      fact('by', by),
      fact('at', moment(values.at)),
      ...(comment ? [fact('comment', comment)] : []),
      fact('approvals', say(strings, 'notices.approvals', { given, required })),
      fact('hash', values.hash),
    ],
  }),

  'nothing-new': ({ edition, sendAt, standing }, { strings, language, text, moment }) => ({
    subject: text('subject', { edition }),
    title: text('title', { edition }),
    paragraphs: [
      text('what', { send: moment(sendAt) }),
      sayCount(strings, 'notices.nothing-new.standing', standing, language),
    ],
  }),

  'update-problems': ({ file, problems }, { language, text }) => ({
    subject: text('subject', { file }),
    title: text('title'),
    paragraphs: [text('what', { file }), text('next')],
    tables: [
      {
        title: text('table'),
        head: [text('place'), text('problem'), text('hint')],
        rows: problems[language].map(problem => [
          placeInWords(problem, language),
          problem.message,
          problem.hint,
        ]),
        none: null,
      },
    ],
  }),

  'update-gone': ({ id, file, title }, { language, text, fact }) => ({
    subject: text('subject', { file }),
    title: text('title'),
    paragraphs: [text('what')],
    facts: [fact('title', title[language]), fact('id', id), fact('file', file)],
    closing: [text('withdrawn', { line: 'status: withdrawn' }), text('mistake')],
  }),

  'daily-contents': ({ edition, sendAt, items, refused }, speaker) => {
    const { strings, language, text, moment } = speaker
    const problems = (n: number) => sayCount(strings, 'notices.daily-contents.problems', n, language)
    const contents: SummaryTable = {
      title: text('items'),
      head: [text('state'), text('update'), text('file')],
      rows: items.map(({ section, title, file }) => [
        label(strings, 'notices.sections', section),
        title[language],
        file,
      ]),
      none: text('none'),
    }
    const wrong: SummaryTable = {
      title: text('refused'),
      head: [text('file'), text('state')],
      rows: refused.map(one => [one.file, problems(one.problems)]),
      none: null,
    }
    return {
      subject: text('subject', { edition }),
      title: text('title', { edition }),
      paragraphs: [text('what', { send: moment(sendAt) })],
      tables: refused.length > 0 ? [contents, wrong] : [contents],
    }
  },

  'changed-after-freeze': ({ edition, hash, stage, differences }, { language, text, fact }) => ({
    subject: text(`subject-${stage}`, { edition }),
    title: text('title', { edition }),
    paragraphs: [text(stage)],
    facts: [fact('edition', edition), fact('hash', hash)],
    tables: [
      {
        title: text('table'),
        head: [text('subject-column'), text('before'), text('after')],
        rows: differences.map(({ what, before, after }) => [
          what[language],
          before?.[language] ?? text('nothing'),
          after?.[language] ?? text('nothing'),
        ]),
        none: null,
      },
    ],
  }),
}
