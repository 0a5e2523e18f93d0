import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { JudgedFile } from '../../model/updates/warned-file.js'
import { warnedFilesOf } from '../../postgres/updates/meant.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'

/** A file to look at; `mayMark`: the person who looks may say that it is meant. `by` of its mark as a name. */
export type LookedAtFile = JudgedFile & { mayMark: boolean }

/** The page on which warnings are marked as meant. */
export const meantPage = ({ baseUrl }: Context['config']) => `${baseUrl}/updates`

/** What the last scan found worth a look, as this person sees it; null: somebody who is not logged in. */
export async function warnedFiles(context: Context, person: StaffMember | null): Promise<LookedAtFile[]> {
  const [files, staff] = [await warnedFilesOf(context.engine.db), await staffOf(context)]
  const nameOf = (email: string) => staff.find(one => one.email === email)?.name ?? email
  return files.map(one => ({
    ...one,
    meant: one.meant && { ...one.meant, by: nameOf(one.meant.by) },
    mayMark: person !== null && mayMark(person, one.file, staff),
  }))
}

/** Whoever is told about a file may say what is meant in it; an admin, too. */
export function mayMark(person: StaffMember, file: string, staff: readonly StaffMember[]): boolean {
  return person.roles.includes('admin') || editorsFor(file, staff).some(({ id }) => id === person.id)
}
