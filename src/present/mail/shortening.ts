import { partOf, type RankedItem } from './order.js'

/**
 * The items that a half shows in one line after `steps`. First the standing ones of both halves, then the second half's news from the end, then the
 * first half's. What matters most is shortened last.
 */
export function isShort(
  items: readonly RankedItem[],
  isFirstHalf: boolean,
  steps: number,
): (item: RankedItem) => boolean {
  if (steps === 0) return () => false
  const news = items.filter(item => partOf(item) !== 'standing')
  const taken = steps - 1 - (isFirstHalf ? news.length : 0)
  const inFull = new Set(news.slice(0, Math.max(0, news.length - Math.max(0, taken))))
  return item => !inFull.has(item)
}

/** The items that a half leaves out once all are in one line: in the second half from its end, then in the first. Items of the summary stay. */
export function leftOut(
  items: readonly RankedItem[],
  brief: readonly RankedItem[],
  isFirstHalf: boolean,
  steps: number,
): ReadonlySet<RankedItem> {
  const others = items.filter(item => !brief.includes(item))
  const taken = steps - stepsInLines(items) - (isFirstHalf ? others.length : 0)
  return new Set(others.slice(Math.max(0, others.length - Math.max(0, taken))))
}

/** The number of steps after which nothing can be shortened or left out. */
export function mostSteps(items: readonly Pick<RankedItem, 'section'>[]): number {
  return stepsInLines(items) + 2 * items.length
}

/** The number of steps after which every item is in one line. */
export function stepsInLines(items: readonly Pick<RankedItem, 'section'>[]): number {
  return 1 + 2 * items.filter(({ section }) => section !== 'standing').length
}
