import type { EditionItem } from '../../model/editions/edition.js'
import { URGENCIES } from '../../model/updates/update.js'
import type { Concern } from './concern.js'

/** An item with its concern for one reader. */
export type RankedItem = EditionItem & { concern: Concern | null }

/** The parts of a mail, in order; each item is in exactly one. */
export const PARTS = ['urgent', 'for-you', 'new', 'changed', 'ended', 'withdrawn', 'standing'] as const
export type Part = (typeof PARTS)[number]

/**
 * All items in reading order: urgency, then marked ones, then new, changed, ended, withdrawn, then topic and id, for a stable result. Standing ones
 * come last; nothing is left out. `marked`: the concern of each item, in their order; without it there is no particular reader.
 */
export function inReadingOrder(items: EditionItem[], marked: readonly (Concern | null)[] = []): RankedItem[] {
  return items
    .map((item, index) => ({ ...item, concern: marked[index] ?? null }))
    .sort((a, b) => compare(sortKey(a), sortKey(b)))
}

function sortKey(item: RankedItem): (string | number)[] {
  const standing = item.section === 'standing'
  return [
    standing ? 1 : 0,
    URGENCIES.indexOf(item.update.urgency),
    item.concern ? 0 : 1,
    PARTS.indexOf(kindOf(item)),
    item.update.topic,
    item.update.id,
  ]
}

function compare(a: (string | number)[], b: (string | number)[]): number {
  for (const [index, key] of a.entries()) {
    const other = b[index] as string | number
    if (key !== other) return key < other ? -1 : 1
  }
  return 0
}

/** The kind of an item for all readers: an ended one has its own. */
export const kindOf = ({ section, ended }: Pick<EditionItem, 'section' | 'ended'>) =>
  ended ? 'ended' : section

/** The part of an item: urgent ones and the reader's own precede the rest. */
export function partOf(item: RankedItem): Part {
  if (item.section === 'standing') return 'standing'
  if (item.update.urgency === 'urgent') return 'urgent'
  return item.concern ? 'for-you' : kindOf(item)
}
