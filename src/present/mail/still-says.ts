import type { RankedItem } from './order.js'

/** How to apply for an ended update is left out, unless it was written for the end. */
export function stillSays(
  { section, ended, changes }: RankedItem,
  field: 'text' | 'links' | 'pass_on' | 'act',
): boolean {
  if (section === 'withdrawn') return false
  return ended === undefined || changes.some(change => change.field === field)
}
