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

/** A difference of one field; `isExcerpt`: words around it, not the whole value. */
export type ShownChange = { field: string; from: string | null; to: string | null; isExcerpt: boolean }

/** Why an update changed or was withdrawn, what differs, and who did it; null or empty where that is not told. */
export type ChangeParts = { why: string | null; changes: ShownChange[]; who: string | null }

export function changeParts(
  item: EditionItem,
  origin: Origin | null,
  content: EditionContent,
  strings: Strings,
  language: Language,
): ChangeParts {
  const text = textOf(strings, language)
  const why = item.update.change?.[language]
  const isWithdrawn = item.section === 'withdrawn'
  const unknown = isWithdrawn ? text('why-none') : null
  return {
    why: why ? text('why', { why: typeset(why, language) }) : unknown,
    changes: isWithdrawn ? [] : differences(item, origin, content, language, text),
    who: origin && whoLine(origin, strings, language, text),
  }
}

/** The same, a line each. */
export function changeDetail(
  item: EditionItem,
  origin: Origin | null,
  content: EditionContent,
  strings: Strings,
  language: Language,
): string[] {
  const text = textOf(strings, language)
  const { why, changes, who } = changeParts(item, origin, content, strings, language)
  const line = ({ field, from, to, isExcerpt }: ShownChange) =>
    isExcerpt
      ? text('excerpt', { field, from: from ?? '', to: to ?? '' })
      : [field, from && to ? `${from} →` : null, to].filter(Boolean).join(' ')
  return [why, ...changes.map(line), who].filter(one => one !== null)
}

type Text = (key: string, values?: Record<string, string>) => string

const textOf =
  (strings: Strings, language: Language): Text =>
  (key, values = {}) =>
    fill(typeset(say(strings, `notices.summary.${key}`), language), values)

function differences(
  item: EditionItem,
  origin: Origin | null,
  content: EditionContent,
  language: Language,
  text: Text,
): ShownChange[] {
  const names = new Map(content.communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  const [known] = origin?.before ? updateDifferences([{ ...item, update: origin.before }], [item]) : []
  return changeViews(item, inLanguage(content.strings, language), language, names).map(view => {
    const field = known?.fields.find(({ field }) => field === view.about)
    return field && isExcerpt(view) ? excerpt(view, field, language, text) : { ...view, isExcerpt: false }
  })
}

const isExcerpt = ({ about, to }: ChangeView) =>
  about === 'text' || about === 'links' || (about === 'act' && to === null)

/** Mails tell only that a text changed; approvers read the words around the first and last difference. */
function excerpt(
  { field }: ChangeView,
  { from, to }: FieldDifference,
  language: Language,
  text: Text,
): ShownChange {
  const words = (value: FieldValue) =>
    withoutMarks(typeof value === 'string' ? value : (value?.[language] ?? '')) || text('empty')
  return { field, from: words(from), to: words(to), isExcerpt: true }
}

/** Markdown's marks are meaningless in a plain-text table. */
export const withoutMarks = (markdown: string) =>
  markdown.replace(/\[([^[\]]*)\]\((?:[^()]|\([^()]*\))*\)/g, '$1').replace(/\*\*|__|`/g, '')

function whoLine({ editor, at }: Origin, strings: Strings, language: Language, text: Text): string {
  const values = { name: editor ? ownName(editor, language) : '', at: momentInText(at, strings, language) }
  return text(editor ? 'changed-by' : 'changed-by-unknown', values)
}
