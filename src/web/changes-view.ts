import type { EditionItem, Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { oneLine } from '../model/language/single-line.js'
import { kindOf } from '../present/mail/order.js'
import { typeset } from '../present/mail/typography.js'
import { label } from '../present/mail/wording.js'
import { changeParts, withoutMarks } from '../present/staff-mail/change-detail.js'
import { changedItems } from '../present/staff-mail/sign-off-remarks.js'
import type { SignOffSummary } from '../present/staff-mail/sign-off-summary.js'

const TAGS: Partial<Record<string, string>> = { new: 'new', changed: 'changed' }

/** An update that is new or changed in an edition, as who signs or writes reads it: why, from → to, and by whom. */
export type ChangeView = ReturnType<typeof changeView>

/** The changed and the new updates of an edition, in the order of its summary. */
export function changesView(summary: SignOffSummary, strings: Strings, language: Language) {
  const items = changedItems(summary.content).map(item => changeView(item, summary, strings, language))
  return {
    changed: items.filter(({ kind }) => kind !== 'new'),
    news: items.filter(({ kind }) => kind === 'new'),
  }
}

function changeView(
  item: EditionItem,
  { content, origins }: SignOffSummary,
  strings: Strings,
  language: Language,
) {
  const { update } = item
  const kind = kindOf(item)
  const { title, summary } = inLanguage(update.text, language)
  const own = withoutMarks(typeset(oneLine(summary), language))
  const isNew = item.section === 'new'
  const origin = origins.get(update.id) ?? null
  const parts = isNew
    ? { why: null, changes: [], who: null }
    : changeParts(item, origin, content, strings, language)
  const isTold = parts.why !== null || parts.changes.length > 0
  return {
    id: update.id,
    kind,
    tag: { look: TAGS[kind] ?? 'gone', text: label(strings, 'notices.sections', kind) },
    urgent: update.urgency === 'urgent' ? label(strings, 'urgencies', 'urgent') : null,
    about: [label(strings, 'topics', update.topic), label(strings, 'levels', update.level)].join(' · '),
    title: typeset(oneLine(title), language),
    href: `/updates/${update.id}?lang=${language}`,
    lines: [isTold ? null : own, parts.why].filter(line => line !== null),
    changes: parts.changes.map(({ field, from, to }) => ({ field, from: from ?? '', to: to ?? '' })),
    who: parts.who,
  }
}
