import type { Problem } from '../../model/problem/problem.js'
import { ownersOf } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Update } from '../../model/updates/update.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { refusedFiles } from './refused-files.js'
import { type LookedAtFile, warnedFiles } from './warned-files.js'

/** An update in the drop folder at its latest revision; `editors`: the names of its file's owners. */
export type ListedUpdate = { update: Update; revision: number; file: string; editors: string[] }

/** The drop folder as the program sees it. */
export type UpdateList = {
  accepted: ListedUpdate[]
  refused: Problem[]
  /** Usable files with warnings. */
  warned: LookedAtFile[]
  gone: GoneUpdate[]
}

/** The drop folder as a person sees it. Reads the folder, and changes nothing. */
export async function listUpdates(context: Context, person: StaffMember | null): Promise<UpdateList> {
  const { db } = context.engine
  const { current, files, gone } = await droppedUpdates(db)
  const staff = await staffOf(context)
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  const missing = new Set(gone.map(({ id }) => id))
  const accepted = current
    .filter(({ update }) => !missing.has(update.id))
    .map(({ update, revision }) => {
      const file = fileOf.get(update.id) ?? ''
      return { update, revision, file, editors: ownersOf(file, staff).map(({ name }) => name) }
    })
  return {
    accepted,
    refused: await refusedFiles(context),
    warned: await warnedFiles(context, person),
    gone: await goneUpdates(db),
  }
}
