import type { StaffMember } from './staff.js'

/**
 * The owners of a file: editors whose folder contains it, the deepest folder first. `file` is its name from the drop folder on,
 * `updates/economie/prime.md`. Empty when no folder matches.
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

/** The editors who are told about a file: its owners, else all. */
export function editorsFor(file: string, staff: readonly StaffMember[]): StaffMember[] {
  const owners = ownersOf(file, staff)
  return owners.length > 0 ? owners : editors(staff)
}

/** The address of a file's editor; null without an owner or with several. */
export function editorOf(file: string, staff: readonly StaffMember[]): string | null {
  const owners = ownersOf(file, staff)
  return owners.length === 1 ? (owners[0]?.email ?? null) : null
}

/** Whether a person reads the drop folder: who writes, signs or administers. */
export const readsUpdates = ({ roles }: Pick<StaffMember, 'roles'>): boolean =>
  roles.some(role => role === 'editor' || role === 'approver' || role === 'admin')

export function editors(staff: readonly StaffMember[]): StaffMember[] {
  return staff.filter(({ roles }) => roles.includes('editor'))
}

/** `/economie/` of staff.yaml is `economie`. */
const bare = (folder: string) => folder.replace(/^\/+|(?<!\/)\/+$/g, '')

/** File systems differ in case and in the encoding of accents. */
const nameOf = (folder: string) => bare(folder).normalize('NFC').toLowerCase()

/** Where a person's new file stands in the drop folder: in their own sub-folder, if they have one. */
export const nameInOwnFolder = ({ folder }: Pick<StaffMember, 'folder'>, name: string): string =>
  folder === undefined || bare(folder) === '' ? name : `${bare(folder)}/${name}`

/** `updates/economie/prime.md`, from the drop folder on: `economie/prime.md`. */
export const nameInFolder = (file: string): string => file.split('/').slice(1).join('/')
