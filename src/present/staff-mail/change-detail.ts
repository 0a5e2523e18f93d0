import type { EditionContent, EditionItem, Strings } from '../../model/editions/edition.js'
import { type FieldDifference, updateDifferences } from '../../model/editions/update-differences.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import type { FieldValue } from '../../model/updates/field-changes.js'
import type { Update } from '../../model/updates/update.js'
import { type ChangeView, changeViews } from '../mail/changes.js'
import { ownName } from '../mail/own-name.js'
import { momentInText } from '../mail/spans.js'
import { typeset } from '../mail/typography.js'
import { fill, say } from '../mail/wording.js'

/**
 * The origin of a revision: its editor's name, null where unknown; when it was taken in, ISO 8601 with offset; and what the previous edition carried,
 * null where that is equal or nothing.
 */
export type Origin = { editor: string | null; at: string; before: Update | null }

/** Why an update changed or was withdrawn, what differs, and who did it, a line each. */
export function changeDetail(
  item: EditionItem,
  origin: Origin | null,
  content: EditionContent,
  strings: Strings,
  language: Language,
): string[] {
  const text = (key: string, values: Record<string, string> = {}) =>
    fill(typeset(say(strings, `notices.summary.${key}`), language), values)
  const why = item.update.change?.[language]
  const isWithdrawn = item.section === 'withdrawn'
  return [
    ...(why ? [text('why', { why: typeset(why, language) })] : isWithdrawn ? [text('why-none')] : []),
    ...(isWithdrawn ? [] : differences(item, origin, content, language, text)),
    ...(origin ? [whoLine(origin, strings, language, text)] : []),
  ]
}

type Text = (key: string, values?: Record<string, string>) => string

function differences(
  item: EditionItem,
  origin: Origin | null,
  content: EditionContent,
  language: Language,
  text: Text,
): string[] {
  const names = new Map(content.communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  const [known] = origin?.before ? updateDifferences([{ ...item, update: origin.before }], [item]) : []
  return changeViews(item, inLanguage(content.strings, language), language, names).map(view => {
    const field = known?.fields.find(({ field }) => field === view.about)
    return field && isExcerpt(view) ? excerptLine(view, field, language, text) : inWords(view)
  })
}

const isExcerpt = ({ about, to }: ChangeView) =>
  about === 'text' || about === 'links' || (about === 'act' && to === null)

/** Mails tell only that a text changed; approvers read the words around the first and last difference. */
function excerptLine({ field }: ChangeView, { from, to }: FieldDifference, language: Language, text: Text) {
  const words = (value: FieldValue) =>
    withoutMarks(typeof value === 'string' ? value : (value?.[language] ?? '')) || text('empty')
  return text('excerpt', { field, from: words(from), to: words(to) })
}

/** Markdown's marks are meaningless in a plain-text table. */
export const withoutMarks = (markdown: string) =>
  markdown.replace(/\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1').replace(/\*\*|__|`/g, '')

const inWords = ({ field, from, to }: ChangeView) =>
  [field, from && to ? `${from} →` : null, to].filter(Boolean).join(' ')

function whoLine({ editor, at }: Origin, strings: Strings, language: Language, text: Text): string {
  const values = { name: editor ? ownName(editor, language) : '', at: momentInText(at, strings, language) }
  return text(editor ? 'changed-by' : 'changed-by-unknown', values)
}
