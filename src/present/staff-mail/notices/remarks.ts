import type { Strings } from '../../../model/editions/edition.js'
import { inLanguage, type Language, type Localized } from '../../../model/language/language.js'
import { oneLine } from '../../../model/language/single-line.js'
import { ownName } from '../../mail/own-name.js'
import { typeset } from '../../mail/typography.js'
import { fill, say, sayCount } from '../../mail/wording.js'
import type { SummaryTable } from '../sign-off-tables.js'
import type { Makers } from './answer-facts.js'

/** A remark in a staff mail. `answers`: what was answered or said at its closing. */
export type RemarkLine = {
  update: string
  title: Localized
  by: string
  text: string
  isClosed: boolean
  answers: { by: string; text: string }[]
}

/** Mails about remarks on updates: never to officials. `page`: that of the update or of all. */
export type RemarkNotices = {
  /** To an update's author and its editors: what was remarked, all of a short time in one mail. */
  'remarks-made': { remarks: RemarkLine[]; page: string }
  /** To who remarked: what was answered or closed, all of a short time in one mail. */
  'remarks-answered': { remarks: RemarkLine[]; page: string }
}

export const remarkNotices: Makers<RemarkNotices> = {
  'remarks-made': ({ remarks, page }, { strings, language, text }) => ({
    ...headOf('remarks-made', remarks, strings, language),
    paragraphs: [text('next')],
    tables: remarkTables(remarks, strings, language),
    button: { text: text('button'), href: `${page}?lang=${language}#remarks` },
  }),
  'remarks-answered': ({ remarks, page }, { strings, language, text }) => ({
    ...headOf('remarks-answered', remarks, strings, language),
    paragraphs: [text('next')],
    tables: remarkTables(remarks, strings, language),
    button: { text: text('button'), href: `${page}?lang=${language}#remarks` },
  }),
}

/** Subject and title: by the first update, and how many. */
function headOf(
  kind: 'remarks-made' | 'remarks-answered',
  remarks: RemarkLine[],
  strings: Strings,
  language: Language,
) {
  const [first] = remarks
  const title = first ? oneLine(inLanguage(first.title, language)) : ''
  const count = (key: string, values: Record<string, string> = {}) =>
    sayCount(strings, `notices.${kind}.${key}`, remarks.length, language, values)
  return { subject: count('subject', { title }), title: count('title') }
}

/** Remarks by update, with who remarked, and what was answered, a line each. */
export function remarkTables(remarks: RemarkLine[], strings: Strings, language: Language): SummaryTable[] {
  if (remarks.length === 0) return []
  const text = (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `notices.remarks.${key}`), language), values)
  const own = (name: string) => ownName(name, language)
  return [
    {
      title: text('table'),
      head: [text('update'), text('remark')],
      rows: remarks.map(one => [
        typeset(oneLine(inLanguage(one.title, language)), language),
        [
          text('said', { name: own(one.by), text: oneLine(one.text) }),
          ...one.answers.map(answer =>
            text('answered', { name: own(answer.by), text: oneLine(answer.text) }),
          ),
          ...(one.isClosed ? [text('closed')] : []),
        ].join('\n'),
      ]),
      none: null,
    },
  ]
}
