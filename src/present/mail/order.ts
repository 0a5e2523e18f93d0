import type { EditionItem } from '../../model/editions/edition.js'
import { URGENCIES } from '../../model/updates/update.js'
import type { Concern } from './concern.js'

/** An item with what it is to one reader. */
export type RankedItem = EditionItem & { concern: Concern | null }

/** The parts of the mail, in order; each item stands in exactly one. */
export const PARTS = ['urgent', 'for-you', 'new', 'changed', 'ended', 'withdrawn', 'standing'] as const
export type Part = (typeof PARTS)[number]

/**
 * All items, in the order in which a reader gets them: by urgency, then what is marked for them, then new before changed
 * before ended before withdrawn, then topic and id, so that two runs give the same order. Standing ones come last. Nothing is left out.
 * `marked` has the concern of each item, in their order; without it nobody in particular is concerned.
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

/** What an item is to everybody: an ended one has a part of its own. */
export const kindOf = ({ section, ended }: Pick<EditionItem, 'section' | 'ended'>) =>
  ended ? 'ended' : section

/** The part in which an item stands: urgent ones and the reader's own before the rest. */
export function partOf(item: RankedItem): Part {
  if (item.section === 'standing') return 'standing'
  if (item.update.urgency === 'urgent') return 'urgent'
  return item.concern ? 'for-you' : kindOf(item)
}
