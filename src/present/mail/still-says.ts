import type { RankedItem } from './order.js'

/** How to apply for what has ended helps nobody, unless it was written for its end. */
export function stillSays(
  { section, ended, changes }: RankedItem,
  field: 'text' | 'links' | 'pass_on' | 'act',
): boolean {
  if (section === 'withdrawn') return false
  return ended === undefined || changes.some(change => change.field === field)
}
