import type { StaffMember } from '../staff/staff.js'
import type { Commune } from './commune.js'

/** Whether a member of staff is away on an ISO date, by staff.yaml. */
export function isAway({ away = [] }: Pick<StaffMember, 'away'>, date: string): boolean {
  return away.some(({ from, until }) => from <= date && date <= until)
}

/** The id of a commune's SPOC on a date; its deputy while the SPOC is away and the deputy isn't. */
export function standsInFor(
  { spoc, deputy }: Pick<Commune, 'spoc' | 'deputy'>,
  staff: readonly StaffMember[],
  date: string,
): string {
  const [own, other] = [spoc, deputy].map(id => staff.find(one => one.id === id))
  return own && isAway(own, date) && other && !isAway(other, date) ? other.id : spoc
}
