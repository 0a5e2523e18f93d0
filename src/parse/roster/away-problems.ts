import { problemAt } from '../../model/problem/problem.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Entry, Finding } from './entries.js'

export function repeated<T>(
  entries: readonly Entry<T>[],
  keyOf: (entry: Entry<T>) => string,
): { entry: Entry<T>; first: Entry<T> }[] {
  const firsts = new Map<string, Entry<T>>()
  return entries.flatMap(entry => {
    const key = keyOf(entry)
    const first = firsts.get(key)
    if (first) return [{ entry, first }]
    if (key !== '') firsts.set(key, entry)
    return []
  })
}

export function awayProblems({ located, sound }: Entry<StaffMember>): Finding[] {
  return (sound?.away ?? []).flatMap(({ from, until }, index) => {
    if (from <= until) return []
    const values = { key: 'away.until', found: until, other: 'from', otherFound: from }
    return [
      {
        problem: problemAt(located.file, located.placeOf(['away', index, 'until']), 'dates-crossed', values),
      },
    ]
  })
}
