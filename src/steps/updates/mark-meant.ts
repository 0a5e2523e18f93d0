import { samePerson } from '../../model/sign-off/sign-off.js'
import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { JudgedFile } from '../../model/updates/warned-file.js'

export type MarkMeantPorts = {
  /** What the last scan found worth a look in the drop folder. */
  warned: () => Promise<JudgedFile[]>
  staff: () => Promise<StaffMember[]>
  keep: (mark: { file: string; version: string; isMeant: boolean; by: string; at: Date }) => Promise<boolean>
}

/** `version`: the one that was looked at; absent: whichever lies there. `isMeant` false takes a mark back. */
export type MarkMeantRequest = { file: string; version?: string; isMeant: boolean; by: string }

export type MarkedMeant =
  | { kind: 'marked'; file: JudgedFile; by: string; at: Date }
  | {
      kind: 'refused'
      reason: 'not-warned' | 'other-version' | 'unknown-person' | 'not-editor' | 'so-already'
    }

/**
 * An editor of a file, or an admin, says that its warnings are meant as they stand: of this version of the file alone,
 * so that the next one is looked at again.
 */
export async function markMeant(
  ports: MarkMeantPorts,
  { file, version, isMeant, by }: MarkMeantRequest,
  now: Date,
): Promise<MarkedMeant> {
  const refused = (reason: Extract<MarkedMeant, { kind: 'refused' }>['reason']) =>
    ({ kind: 'refused', reason }) as const
  const found = (await ports.warned()).find(one => one.file === file)
  if (!found) return refused('not-warned')
  if (version !== undefined && version !== found.version) return refused('other-version')
  const staff = await ports.staff()
  const person = staff.find(({ email }) => samePerson(email, by))
  if (!person) return refused('unknown-person')
  if (!mayMark(person, file, staff)) return refused('not-editor')
  const mark = { file, version: found.version, isMeant, by: person.email, at: now }
  if (!(await ports.keep(mark))) return refused('so-already')
  const meant = isMeant ? { by: person.email, at: now } : null
  return { kind: 'marked', file: { ...found, meant }, by: person.email, at: now }
}

/** Whoever is told about a file may say what is meant in it; an admin, too. */
export function mayMark(person: StaffMember, file: string, staff: readonly StaffMember[]): boolean {
  return person.roles.includes('admin') || editorsFor(file, staff).some(({ id }) => id === person.id)
}
