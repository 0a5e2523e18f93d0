import { z } from 'zod'
import { IsoDate } from '../calendar/iso-date.js'
import type { Language } from '../language/language.js'
import { Identifier } from '../problem/identifier.js'
import { Line } from '../problem/line.js'
import { EmailAddress, sameAddress } from './email-address.js'
import { Phone } from './phone.js'

export const STAFF_ROLES = ['editor', 'approver', 'spoc', 'admin', 'head'] as const
export type StaffRole = (typeof STAFF_ROLES)[number]

/** Somebody at the agency or the minister's office: an entry of staff.yaml, where people read these languages. */
export const staffMember = (languages: readonly Language[]) =>
  z.strictObject({
    id: Identifier,
    name: Line,
    email: EmailAddress,
    phone: Phone,
    roles: z.array(z.enum(STAFF_ROLES)),
    languages: z.array(z.enum(languages)),
    /** The id of the deputy, who is reminded too and may sign if an approver. */
    deputy: Identifier.optional(),
    /** An editor's own folder in the drop folder: `economie`, `economie/horeca`. */
    folder: Line.optional(),
    /** A SPOC's absence, both days included: the deputy of each commune gets the mails. */
    away: z.array(z.strictObject({ from: IsoDate, until: IsoDate })).optional(),
  })
export type StaffMember = z.infer<ReturnType<typeof staffMember>>

/** The agency's contact person for a commune, as shown in a mail. */
export type Spoc = Pick<StaffMember, 'id' | 'name' | 'email' | 'phone'>

/** Who gets the summaries: people with that role, else the administrators. */
export function heads(staff: readonly StaffMember[]): StaffMember[] {
  const named = staff.filter(({ roles }) => roles.includes('head'))
  return named.length > 0 ? named : staff.filter(({ roles }) => roles.includes('admin'))
}

/** Who on the staff has an address. */
export const personAt = (staff: readonly StaffMember[], address: string): StaffMember | undefined =>
  staff.find(({ email }) => sameAddress(email, address))
