import type { EditionState } from '../editions/state.js'
import { sameAddress } from '../staff/email-address.js'
import { personAt, type StaffMember } from '../staff/staff.js'

export type Decision = 'approve' | 'reject'

/** The authors of an edition: the editor of each revision, null where unknown, and who prepared it. */
export type Authors = { editors: (string | null)[]; preparedBy: string | null }

const MAY_NOT_SIGN = ['unknown-person', 'not-approver', 'author', 'perhaps-author'] as const

/** Why a person may not sign any version. */
export type SignerRefusal = (typeof MAY_NOT_SIGN)[number]

/**
 * Why nothing is decided. A state: the edition awaits no sign-off; `other-hash`: another version is the current one; `other-update`: a remark is on an
 * update that it doesn't hold.
 */
export type SignOffRefusal =
  | SignerRefusal
  | 'no-edition'
  | 'other-hash'
  | 'other-update'
  | 'remark-long'
  | 'signed-before'
  | 'link-used'
  | EditionState

/** Why an approval stays: `sent` is too late; `replaced` or a state tells what became of the edition. */
export type WithdrawalRefusal =
  | 'unknown-person'
  | 'no-edition'
  | 'sent'
  | 'replaced'
  | 'not-approved'
  | EditionState

/** Whether the refusal is about the person, not the edition. */
export const isAboutSigner = (reason: SignOffRefusal): reason is SignerRefusal =>
  MAY_NOT_SIGN.some(one => one === reason)

/**
 * Why a person may not sign: sign-off is by an approver who is no author. Where an update's editor is unknown, it may be anybody with the editor
 * role, so they don't sign either.
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

/** The name of a member of staff by staff.yaml now; the address when they are not in it. */
export function nameOf(staff: readonly StaffMember[], email: string): string {
  return personAt(staff, email)?.name ?? email
}

/** A line in the log of a frozen version: a decision, or the withdrawal of the person's earlier approval. */
export type Decided = {
  decision: Decision | 'withdraw'
  by: string
  hash: string
  comment: string | null
  at: Date
}

/** The decisions that stand: without withdrawn approvals and their withdrawals. */
export function standing(decisions: Decided[]): (Decided & { decision: Decision })[] {
  return decisions.flatMap((one, index) => {
    const { decision } = one
    const isWithdrawn = decisions
      .slice(index + 1)
      .some(later => later.decision === 'withdraw' && sameAddress(later.by, one.by))
    return decision === 'withdraw' || isWithdrawn ? [] : [{ ...one, decision }]
  })
}

/** Whether a decision of this person stands. */
export function hasDecided(decisions: Decided[], email: string): boolean {
  return standing(decisions).some(({ by }) => sameAddress(by, email))
}

/** The final decision on a version: one rejection ends it, and `required` approvals of different persons approve it. Null while undecided. */
export function finalDecision(decisions: Decided[], required: number): Decision | null {
  if (standing(decisions).some(({ decision }) => decision === 'reject')) return 'reject'
  return approvalsIn(decisions) >= required ? 'approve' : null
}

/** The number of different persons who approve. */
export function approvalsIn(decisions: Decided[]): number {
  const approvals = standing(decisions).filter(({ decision }) => decision === 'approve')
  return new Set(approvals.map(({ by }) => by.toLowerCase())).size
}

/** Who can sign this version now: approvers who are no authors and have not decided. */
export function whoCanSign(staff: StaffMember[], authors: Authors, decisions: Decided[]): StaffMember[] {
  return staff.filter(
    ({ email }) => refusalOf(email, staff, authors) === null && !hasDecided(decisions, email),
  )
}
