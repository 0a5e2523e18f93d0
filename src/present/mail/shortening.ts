import { partOf, type RankedItem } from './order.js'

/**
 * Which items a half shows in one line, after so many steps: first the standing ones of both halves, then in the second
 * half the news from the last one up, then in the first half. What matters most to the reader is shortened last.
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

/**
 * Which items a half leaves out once all are in one line: in the second half from its end up, then in the first. What the
 * summary at the top names stays.
 */
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

/** After so many steps nothing is left to shorten or to leave out. */
export function mostSteps(items: readonly Pick<RankedItem, 'section'>[]): number {
  return stepsInLines(items) + 2 * items.length
}

/** After so many steps every item is in one line. */
export function stepsInLines(items: readonly Pick<RankedItem, 'section'>[]): number {
  return 1 + 2 * items.filter(({ section }) => section !== 'standing').length
}
