import { forEach, inEachLanguage, type Language, type Localized } from '../language/language.js'
import { oneLine } from '../language/single-line.js'
import { actHref } from '../updates/act.js'
import { canonicalJson } from '../updates/canonical-json.js'
import type { FieldChange, FieldValue } from '../updates/field-changes.js'
import { fieldChanges } from '../updates/field-changes.js'
import { hrefIn, titleOf, type Update } from '../updates/update.js'
import type { EditionItem } from './edition.js'

/** `status`: in force or withdrawn; `other`: what the mail doesn't show in a sentence, such as the topic. */
export type DifferentField = FieldChange['field'] | 'status' | 'other'
/** A different field, as written; of a text, the part around the first difference. */
export type FieldDifference = { field: DifferentField; from: FieldValue; to: FieldValue }

/** An update that differs from the frozen one; `to` is its revision now, or after the next take-in. */
export type UpdateDifference = {
  about: 'update'
  kind: 'changed' | 'added' | 'removed'
  id: string
  title: Localized
  from: number | null
  to: number | null
  /** Differences of a changed update; empty for an added or removed one. */
  fields: FieldDifference[]
}

/** Differences between an edition's items and what it would hold now. */
export function updateDifferences(
  frozen: readonly EditionItem[],
  now: readonly EditionItem[],
): UpdateDifference[] {
  const [before, after] = [byId(frozen), byId(now)]
  const ids = [...new Set([...before.keys(), ...after.keys()])].sort()
  return ids.flatMap((id): UpdateDifference[] => {
    const [old, current] = [before.get(id), after.get(id)]
    const known = current ?? old
    if (!known || (old && current && isSameContent(old, current))) return []
    const kind = !old ? 'added' : !current ? 'removed' : 'changed'
    const title = titleOf(known.update)
    const fields = old && current ? fieldDifferences(old.update, current.update) : []
    const [from, to] = [old?.revision ?? null, current?.revision ?? null]
    return [{ about: 'update', kind, id, title, from, to, fields }]
  })
}

const byId = (items: readonly EditionItem[]) => new Map(items.map(item => [item.update.id, item]))
const isSameContent = (a: EditionItem, b: EditionItem) => canonicalJson(a.update) === canonicalJson(b.update)

function fieldDifferences(before: Update, after: Update): FieldDifference[] {
  const status =
    before.status === after.status
      ? []
      : [{ field: 'status' as const, from: before.status, to: after.status }]
  const fields = fieldChanges(before, after).map((change): FieldDifference => {
    if (change.field === 'text') return { field: 'text', ...excerpts(textIn(before), textIn(after)) }
    if (change.field === 'pass_on')
      return { field: 'pass_on', ...excerpts(passedOnIn(before), passedOnIn(after)) }
    if (change.field === 'act' && !change.from && !change.to)
      return { field: 'act', ...excerpts(actIn(before), actIn(after)) }
    if (change.field === 'links') return { field: 'links', ...excerpts(linksIn(before), linksIn(after)) }
    if (change.field === 'translation') return { ...change, to: 'translated' }
    return change
  })
  const found = [...status, ...fields]
  return found.length > 0 ? found : [{ field: 'other', from: null, to: null }]
}

const textIn = ({ text }: Update) => inEachLanguage(text, ({ summary, body }) => `${summary} ${body}`)
const linksIn = ({ text, links, event }: Update) =>
  forEach(Object.keys(text), language =>
    [...links.map(link => hrefIn(link, language)), event?.url ?? ''].join(' ').trim(),
  )
const passedOnIn = ({ text, pass_on }: Update) =>
  forEach(Object.keys(text), language => pass_on?.[language] ?? '')
const actIn = ({ text, act }: Update) =>
  forEach(Object.keys(text), language => (act ? actHref(act, language) : ''))

/** In each language; where nothing differs in one, what differs in another, which is named: "NL: …". */
function excerpts(before: Localized, after: Localized): { from: FieldValue; to: FieldValue } {
  const found = Object.keys({ ...before, ...after }).map(
    (language): [Language, { from: string; to: string }] => [
      language,
      excerpt(before[language] ?? '', after[language] ?? ''),
    ],
  )
  const differing = found.filter(([, { from, to }]) => from !== to)
  const side = (which: 'from' | 'to') => {
    const said = found.map(([language, own]) => {
      const elsewhere = differing[0] ?? found.find(([one]) => one !== language)
      if (own.from !== own.to || !elsewhere) return [language, own[which]]
      const [other, there] = elsewhere
      return [language, there[which] && `${other.toUpperCase()}: ${there[which]}`]
    })
    return Object.fromEntries(said) as Localized
  }
  return { from: side('from'), to: side('to') }
}

/** Words shown before and after a difference, and characters shown in all. */
const AROUND = 3
const LONGEST = 90

/** Two texts from the first to the last different word, with a few words around. */
export function excerpt(before: string, after: string): { from: string; to: string } {
  const [old, now] = [wordsOf(before), wordsOf(after)]
  const most = Math.min(old.length, now.length)
  let same = 0
  while (same < most && old[same] === now[same]) same += 1
  let end = 0
  while (end < most - same && old.at(-1 - end) === now.at(-1 - end)) end += 1
  const part = (words: string[]) => {
    const [from, to] = [Math.max(0, same - AROUND), Math.min(words.length, words.length - end + AROUND)]
    const text = words.slice(from, to).join(' ')
    const short = text.length > LONGEST ? `${text.slice(0, LONGEST).trimEnd()}…` : text
    return `${from > 0 ? '… ' : ''}${short}${to < words.length && short === text ? ' …' : ''}`
  }
  return { from: part(old), to: part(now) }
}

const wordsOf = (text: string) =>
  oneLine(text.replace(/\s+/g, ' '))
    .split(' ')
    .filter(word => word !== '')
