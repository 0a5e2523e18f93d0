import type { StaffMember } from './staff.js'

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
  const same = (other: string | null) => other !== null && other.toLowerCase() === email.toLowerCase()
  const person = staff.find(member => same(member.email))
  if (!person) return 'unknown-person'
  if (!person.roles.includes('approver')) return 'not-approver'
  if (same(authors.preparedBy) || authors.editors.some(same)) return 'author'
  if (person.roles.includes('editor') && authors.editors.includes(null)) return 'perhaps-author'
  return null
}
