import { Temporal } from 'temporal-polyfill'

/** Ages in whole days that count together; `to` is included, null: and older. */
const AGES = [
  { from: 0, to: 1 },
  { from: 2, to: 3 },
  { from: 4, to: 7 },
  { from: 8, to: 14 },
  { from: 15, to: null },
] as const satisfies readonly { from: number; to: number | null }[]

/** What is open, by how many days ago it was opened. */
export type ByAge = { from: number; to: number | null; count: number }[]

/** ISO dates on which things were opened, counted by their age on an ISO date; what is dated later counts as of today. */
export function byAge(openedOn: readonly string[], today: string): ByAge {
  const ages = openedOn.map(day => Math.max(0, daysBetween(day, today)))
  return AGES.map(({ from, to }) => ({
    from,
    to,
    count: ages.filter(age => age >= from && (to === null || age <= to)).length,
  }))
}

function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days
}
