import type { StaffMember } from '../staff/staff.js'
import type { Commune } from './commune.js'

/** Whether somebody is away on an ISO date, as staff.yaml says. */
export function isAway({ away = [] }: Pick<StaffMember, 'away'>, date: string): boolean {
  return away.some(({ from, until }) => from <= date && date <= until)
}

/** The id of who follows a commune up on a date: its SPOC; while that one is away its deputy, who isn't. */
export function standsInFor(
  { spoc, deputy }: Pick<Commune, 'spoc' | 'deputy'>,
  staff: readonly StaffMember[],
  date: string,
): string {
  const [own, other] = [spoc, deputy].map(id => staff.find(one => one.id === id))
  return own && isAway(own, date) && other && !isAway(other, date) ? other.id : spoc
}
