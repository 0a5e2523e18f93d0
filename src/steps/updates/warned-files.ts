import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { JudgedFile } from '../../model/updates/warned-file.js'
import { warnedFilesOf } from '../../postgres/updates/meant.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

/** A file with warnings. `mayMark`: the reading person may mark it as meant; `by` of its mark is a name. */
export type LookedAtFile = JudgedFile & { mayMark: boolean }

/** The page on which warnings are marked as meant. */
export const meantPage = ({ baseUrl }: Context['config']) => `${baseUrl}/updates`

/** The last scan's warnings as this person sees them; null: a person who is not logged in. */
export async function warnedFiles(context: Context, person: StaffMember | null): Promise<LookedAtFile[]> {
  const [files, staff] = [await warnedFilesOf(context.engine.db), await staffOf(context)]
  const nameOf = (email: string) => staff.find(one => one.email === email)?.name ?? email
  return files.map(one => ({
    ...one,
    meant: one.meant && { ...one.meant, by: nameOf(one.meant.by) },
    mayMark: person !== null && mayMark(person, one.file, staff),
  }))
}

/** Those told about a file may mark it as meant; so may admins. */
export function mayMark(person: StaffMember, file: string, staff: readonly StaffMember[]): boolean {
  return person.roles.includes('admin') || editorsFor(file, staff).some(({ id }) => id === person.id)
}
