import type { FollowUp } from './follow-up.js'
import { workingDaysFor } from './follow-up-rules.js'

type Due = Pick<FollowUp, 'due' | 'reason'>

/** The earliest due comes first; on one day, what bears the least delay. For a stable sort. */
export function byDue(one: Due, other: Due): number {
  // decision 30
  if (one.due !== other.due) return one.due < other.due ? -1 : 1
  return workingDaysFor(one.reason) - workingDaysFor(other.reason)
}

/** The order of follow-ups on every page, mail, file and command: done ones come last. */
export function inOrder<F extends Due & Pick<FollowUp, 'state'>>(followUps: readonly F[]): F[] {
  const isDone = ({ state }: F) => Number(state === 'done')
  return [...followUps].sort((one, other) => isDone(one) - isDone(other) || byDue(one, other))
}

type Listed = Due & Pick<FollowUp, 'id' | 'commune'>

/** The follow-up that comes after one that just left a list in the common order, else the list's first; null when it is empty. */
export function nextInOrder<F extends Listed>(left: readonly F[], ended: Listed): F | null {
  const isAfter = (one: F) => {
    const order = byDue(one, ended) || compare(one.commune, ended.commune)
    return order === 0 ? Number(one.id) > Number(ended.id) : order > 0
  }
  return left.find(isAfter) ?? left[0] ?? null
}

const compare = (one: string, other: string) => Number(one > other) - Number(one < other)
