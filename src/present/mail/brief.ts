import { endsWithinAWeek } from './dates.js'
import { partOf, type RankedItem } from './order.js'

const LENGTH = 6

/**
 * The items that the summary names, in the reader's order: the first ones not standing, and all that end within seven days of `date` (ISO). `more`:
 * how many are left out.
 */
export function inBrief<Item extends RankedItem>(
  items: readonly Item[],
  date: string,
): { brief: Item[]; more: number } {
  const isDue = (item: Item) => endsWithinAWeek(item, date) !== null
  const worthTelling = items.filter(item => partOf(item) !== 'standing' || isDue(item))
  const due = worthTelling.filter(isDue).slice(0, LENGTH)
  const others = worthTelling.filter(item => !due.includes(item)).slice(0, LENGTH - due.length)
  const brief = worthTelling.filter(item => due.includes(item) || others.includes(item))
  return { brief, more: worthTelling.length - brief.length }
}
