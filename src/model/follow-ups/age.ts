import { Temporal } from 'temporal-polyfill'

/** Ages in whole days that are counted together; `to` is included; null: and older. */
const AGES = [
  { from: 0, to: 1 },
  { from: 2, to: 3 },
  { from: 4, to: 7 },
  { from: 8, to: 14 },
  { from: 15, to: null },
] as const satisfies readonly { from: number; to: number | null }[]

/** Open follow-ups, by how many days ago they were opened. */
export type ByAge = { from: number; to: number | null; count: number }[]

/** Counts ISO dates by age on an ISO date; later dates count as today. */
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
