import type { EditionState } from '../editions/state.js'
import { sameAddress } from '../staff/email-address.js'
import { personAt, type StaffMember } from '../staff/staff.js'

export type Decision = 'approve' | 'reject'

/** Who wrote the updates of an edition: the editor of each revision, null where it isn't known, and who prepared it. */
export type Authors = { editors: (string | null)[]; preparedBy: string | null }

const MAY_NOT_SIGN = ['unknown-person', 'not-approver', 'author', 'perhaps-author'] as const

/** Why a person may not sign, however the edition stands. */
export type SignerRefusal = (typeof MAY_NOT_SIGN)[number]

/** Why nothing is decided. A state: the edition waits for no sign-off any more; `other-hash`: another version is the current one. */
export type SignOffRefusal =
  | SignerRefusal
  | 'no-edition'
  | 'other-hash'
  | 'signed-before'
  | 'link-used'
  | EditionState

/** Why an approval stays: `sent` is too late, `replaced` and a state say what has become of the edition. */
export type WithdrawalRefusal =
  | 'unknown-person'
  | 'no-edition'
  | 'sent'
  | 'replaced'
  | 'not-approved'
  | EditionState

/** Is it the person, rather than the edition, that speaks against it? */
export const isAboutSigner = (reason: SignOffRefusal): reason is SignerRefusal =>
  MAY_NOT_SIGN.some(one => one === reason)

/**
 * Sign-off is by an approver who is not an author. Where an update's editor isn't known, anybody who may edit could be it:
 * they don't sign either.
 */
export function refusalOf(email: string, staff: StaffMember[], authors: Authors): SignerRefusal | null {
  const same = (other: string | null) => other !== null && sameAddress(other, email)
  const person = staff.find(member => same(member.email))
  if (!person) return 'unknown-person'
  if (!person.roles.includes('approver')) return 'not-approver'
  // decision 6
  if (same(authors.preparedBy) || authors.editors.some(same)) return 'author'
  if (person.roles.includes('editor') && authors.editors.includes(null)) return 'perhaps-author'
  return null
}

/** What somebody is called, as staff.yaml has them now; their address when they are on it no more. */
export function nameOf(staff: readonly StaffMember[], email: string): string {
  return personAt(staff, email)?.name ?? email
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
      .some(later => later.decision === 'withdraw' && sameAddress(later.by, one.by))
    return decision === 'withdraw' || isWithdrawn ? [] : [{ ...one, decision }]
  })
}

/** Does a decision of this person stand? */
export function hasDecided(decisions: Decided[], email: string): boolean {
  return standing(decisions).some(({ by }) => sameAddress(by, email))
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
    ({ email }) => refusalOf(email, staff, authors) === null && !hasDecided(decisions, email),
  )
}
