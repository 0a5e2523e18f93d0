import type { StaffMember } from '../roster/staff.js'

export type Decision = 'approve' | 'reject'

/** Who wrote the updates of an edition: the editor of each revision, null where it isn't known, and who prepared it. */
export type Authors = { editors: (string | null)[]; preparedBy: string | null }

/** Why a person may not sign, or null when they may. */
export type SignOffRefusal = 'unknown-person' | 'not-approver' | 'author' | 'perhaps-author'

/**
 * Sign-off is by an approver who is not an author. Where an update's editor isn't known, anybody who may edit could be it:
 * they don't sign either.
 */
export function refusalOf(email: string, staff: StaffMember[], authors: Authors): SignOffRefusal | null {
  const same = (other: string | null) => other !== null && samePerson(other, email)
  const person = staff.find(member => same(member.email))
  if (!person) return 'unknown-person'
  if (!person.roles.includes('approver')) return 'not-approver'
  if (same(authors.preparedBy) || authors.editors.some(same)) return 'author'
  if (person.roles.includes('editor') && authors.editors.includes(null)) return 'perhaps-author'
  return null
}

/** Staff are known by their address, whatever its case. */
export function samePerson(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** A decision on a frozen version, as the log has it. */
export type Decided = {
  decision: Decision
  by: string
  hash: string
  comment: string | null
  at: Date
}

/** What the decisions on a version amount to: one rejection ends it; so many different persons' approvals; else null. */
export function finalDecision(decisions: Decided[], required: number): Decision | null {
  if (decisions.some(({ decision }) => decision === 'reject')) return 'reject'
  return approvalsIn(decisions) >= required ? 'approve' : null
}

/** How many different persons approved. */
export function approvalsIn(decisions: Decided[]): number {
  return new Set(decisions.filter(({ decision }) => decision === 'approve').map(({ by }) => by.toLowerCase()))
    .size
}

/** Who can still sign this version: approvers who are not its authors and haven't signed. */
export function whoCanSign(staff: StaffMember[], authors: Authors, decisions: Decided[]): StaffMember[] {
  return staff.filter(
    ({ email }) =>
      refusalOf(email, staff, authors) === null && !decisions.some(({ by }) => samePerson(by, email)),
  )
}
