import { didYouMean } from '../../model/language/did-you-mean.js'
import type { Located } from '../../model/problem/located.js'
import { problemAt } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Entry, Finding } from './entries.js'

/** The SPOC and deputy of a commune must be staff with the role spoc. A wrong one doesn't exclude the commune. */
export function contactProblems(
  { located, sound }: Entry<Commune>,
  staff: readonly Entry<StaffMember>[],
): Finding[] {
  if (!sound || staff.length === 0) return []
  return (['spoc', 'deputy'] as const).flatMap(key => {
    const found = sound[key]
    if (found === undefined) return []
    const place = located.placeOf([key])
    const member = memberOf(staff, found)
    if (!member) return [notOnStaff(located, key, found, staff)]
    if (!member.sound || member.sound.roles.includes('spoc')) return []
    return [{ problem: problemAt(located.file, place, 'spoc-role-missing', { key, found }) }]
  })
}

/** An approver's deputy must be an approver. A wrong one doesn't exclude the person. */
export function deputyProblems(
  { located, sound }: Entry<StaffMember>,
  staff: readonly Entry<StaffMember>[],
): Finding[] {
  const found = sound?.deputy
  if (found === undefined) return []
  const key = 'deputy'
  const member = memberOf(staff, found)
  if (!member) return [notOnStaff(located, key, found, staff)]
  if (!member.sound || member.sound.roles.includes('approver')) return []
  return [
    { problem: problemAt(located.file, located.placeOf([key]), 'approver-role-missing', { key, found }) },
  ]
}

const memberOf = (staff: readonly Entry<StaffMember>[], id: string) =>
  staff.find(({ located }) => located.written(['id']) === id)

function notOnStaff(
  located: Located,
  key: string,
  found: string,
  staff: readonly Entry<StaffMember>[],
): Finding {
  const suggestion = didYouMean(
    found,
    staff.map(entry => entry.located.written(['id'])),
  )
  return {
    problem: problemAt(located.file, located.placeOf([key]), 'spoc-unknown', { key, found, suggestion }),
  }
}
