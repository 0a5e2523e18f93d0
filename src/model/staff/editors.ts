import type { StaffMember } from './staff.js'

/**
 * Whose file this is: the editors whose folder of the drop folder it lies in, the deepest such folder first. `file` is
 * its name from the drop folder on, `updates/economie/prime.md`; empty when the folder says nothing.
 */
export function ownersOf(file: string, staff: readonly StaffMember[]): StaffMember[] {
  const path = file.split('/').slice(1, -1)
  for (let depth = path.length; depth > 0; depth--) {
    const folder = nameOf(path.slice(0, depth).join('/'))
    const owners = editors(staff).filter(one => one.folder !== undefined && nameOf(one.folder) === folder)
    if (owners.length > 0) return owners
  }
  return []
}

/** Who is told about a file: those whose folder it lies in, else all editors. */
export function editorsFor(file: string, staff: readonly StaffMember[]): StaffMember[] {
  const owners = ownersOf(file, staff)
  return owners.length > 0 ? owners : editors(staff)
}

/** Who wrote a file, by address; null when its folder is nobody's or that of several. */
export function editorOf(file: string, staff: readonly StaffMember[]): string | null {
  const owners = ownersOf(file, staff)
  return owners.length === 1 ? (owners[0]?.email ?? null) : null
}

export function editors(staff: readonly StaffMember[]): StaffMember[] {
  return staff.filter(({ roles }) => roles.includes('editor'))
}

/** File systems differ in case and in how they write an accent. */
const nameOf = (folder: string) =>
  folder
    .replace(/^\/+|(?<!\/)\/+$/g, '')
    .normalize('NFC')
    .toLowerCase()
