import { writeOneFeedback } from '../../files/feedback-files.js'
import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { JudgedFile } from '../../model/updates/warned-file.js'
import { keepMeant, warnedFilesOf } from '../../postgres/updates/meant.js'
import { warningNote } from '../../present/problem/warning-note.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { type MarkedMeant, type MarkMeantRequest, markMeant, mayMark } from './mark-meant.js'

/** A file to look at; `mayMark`: the person who looks may say that it is meant. `by` of its mark as a name. */
export type LookedAtFile = JudgedFile & { mayMark: boolean }

/** The page on which warnings are marked as meant. */
export const meantPage = ({ baseUrl }: Context['config']) => `${baseUrl}/updates`

/** Warnings of files that are used: what they are, and who says that they are meant. */
export function bindMeant(context: Context) {
  const { engine, clock, log, config } = context
  const { db } = engine
  return {
    /** What the last scan found worth a look, as this person sees it; null: somebody who is not logged in. */
    warnedFiles: async (person: StaffMember | null): Promise<LookedAtFile[]> => {
      const [files, staff] = [await warnedFilesOf(db), await staffOf(context)]
      const nameOf = (email: string) => staff.find(one => one.email === email)?.name ?? email
      return files.map(one => ({
        ...one,
        meant: one.meant && { ...one.meant, by: nameOf(one.meant.by) },
        mayMark: person !== null && mayMark(person, one.file, staff),
      }))
    },
    /** The editors who are told about a file. */
    editorsOf: async (file: string): Promise<StaffMember[]> => editorsFor(file, await staffOf(context)),
    /** Says that the warnings of a version are meant, or takes that back; the note beside the file goes, or comes back. */
    markMeant: async (request: MarkMeantRequest): Promise<MarkedMeant> => {
      const ports = {
        warned: () => warnedFilesOf(db),
        staff: () => staffOf(context),
        keep: (mark: Parameters<typeof keepMeant>[1]) => keepMeant(db, mark),
      }
      const marked = await markMeant(ports, request, clock())
      if (marked.kind === 'refused') return marked
      const { file, warnings } = marked.file
      log.info(request.isMeant ? 'warnings.meant' : 'warnings.not-meant', { file, warnings: warnings.length })
      const text = request.isMeant ? null : warningNote(file, warnings, meantPage(config))
      const fault = await writeOneFeedback(config.updatesDir, file, text)
      if (fault) log.warn('feedback.not-written', fault)
      return marked
    },
  }
}
