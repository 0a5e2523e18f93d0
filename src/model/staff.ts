import type { Language } from './language.js'

export const STAFF_ROLES = ['editor', 'approver', 'spoc', 'admin'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** Somebody at the agency or the minister's office. */
export type StaffMember = {
  id: string
  name: string
  email: string
  phone: string
  roles: StaffRole[]
  languages: Language[]
}

/** The agency's contact person for a commune, as a mail shows them. */
export type Spoc = Pick<StaffMember, 'id' | 'name' | 'email' | 'phone'>
