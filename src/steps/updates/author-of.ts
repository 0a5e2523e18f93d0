import { editorOf } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { savedBy } from '../../postgres/updates/saved.js'
import type { Context } from '../context.js'
import type { FolderScan } from './folder-scan.js'

/** Who wrote a file of a scan: who saved this version of it, else its one owner; null where nobody is known. */
export async function authorsIn(
  { engine }: Context,
  { versions }: Pick<FolderScan, 'versions'>,
  staff: readonly StaffMember[],
): Promise<(file: string) => string | null> {
  const saved = await savedBy(engine.db, [...versions.values()])
  return file => saved.get(versions.get(file) ?? '') ?? editorOf(file, staff)
}
