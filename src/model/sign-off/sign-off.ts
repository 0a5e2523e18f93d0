import type { StaffMember } from '../staff/staff.js'

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
  // decision 6
  if (same(authors.preparedBy) || authors.editors.some(same)) return 'author'
  if (person.roles.includes('editor') && authors.editors.includes(null)) return 'perhaps-author'
  return null
}

/** Staff are known by their address, whatever its case. */
export function samePerson(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase()
}

/** A line of the log of a frozen version: a decision, or the withdrawal of the approval that the same person gave before. */
export type Decided = {
  decision: Decision | 'withdraw'
  by: string
  hash: string
  comment: string | null
  at: Date
}

/** The decisions that stand: all but the approvals that were withdrawn, and their withdrawals. */
export function standing(decisions: Decided[]): (Decided & { decision: Decision })[] {
  return decisions.flatMap((one, index) => {
    const { decision } = one
    const isWithdrawn = decisions
      .slice(index + 1)
      .some(later => later.decision === 'withdraw' && samePerson(later.by, one.by))
    return decision === 'withdraw' || isWithdrawn ? [] : [{ ...one, decision }]
  })
}

/** What the decisions on a version amount to: one rejection ends it; so many different persons' approvals; else null. */
export function finalDecision(decisions: Decided[], required: number): Decision | null {
  if (standing(decisions).some(({ decision }) => decision === 'reject')) return 'reject'
  return approvalsIn(decisions) >= required ? 'approve' : null
}

/** How many different persons approve. */
export function approvalsIn(decisions: Decided[]): number {
  const approvals = standing(decisions).filter(({ decision }) => decision === 'approve')
  return new Set(approvals.map(({ by }) => by.toLowerCase())).size
}

/** Who can sign this version now: approvers who are not its authors and of whom no decision stands. */
export function whoCanSign(staff: StaffMember[], authors: Authors, decisions: Decided[]): StaffMember[] {
  return staff.filter(
    ({ email }) =>
      refusalOf(email, staff, authors) === null &&
      !standing(decisions).some(({ by }) => samePerson(by, email)),
  )
}
