import { writeOneFeedback } from '../../files/feedback-files.js'
import { personAt } from '../../model/staff/staff.js'
import type { JudgedFile } from '../../model/updates/warned-file.js'
import { keepMeant, warnedFilesOf } from '../../postgres/updates/meant.js'
import { warningNote } from '../../present/problem/feedback.js'
import type { Context } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { mayMark, meantPage } from './warned-files.js'

/** `version`: the one that was read; absent: the present one. `isMeant` false removes a mark. */
type MarkMeantRequest = { file: string; version?: string; isMeant: boolean; by: string }

type Refusal = 'not-warned' | 'other-version' | 'unknown-person' | 'not-editor' | 'so-already'

export type MarkedMeant =
  | { kind: 'marked'; file: JudgedFile; by: string; at: Date }
  | { kind: 'refused'; reason: Refusal }

/**
 * An editor of a file, or an admin, marks its warnings as meant, or takes that back. It applies to this version only: the next one is checked again.
 * The note beside the file is removed or restored.
 */
export async function markMeant(context: Context, request: MarkMeantRequest): Promise<MarkedMeant> {
  const { config, log } = context
  const marked = await mark(context, request)
  if (marked.kind === 'refused') return marked
  const { file, warnings } = marked.file
  log.info(request.isMeant ? 'warnings.meant' : 'warnings.not-meant', { file, warnings: warnings.length })
  const text = request.isMeant ? null : warningNote(file, warnings, meantPage(config))
  const fault = await writeOneFeedback(config.updatesDir, file, text)
  if (fault) log.warn('feedback.not-written', fault)
  return marked
}

async function mark(
  context: Context,
  { file, version, isMeant, by }: MarkMeantRequest,
): Promise<MarkedMeant> {
  const { db } = context.engine
  const refused = (reason: Refusal) => ({ kind: 'refused', reason }) as const
  const found = (await warnedFilesOf(db)).find(one => one.file === file)
  if (!found) return refused('not-warned')
  if (version !== undefined && version !== found.version) return refused('other-version')
  const staff = await staffOf(context)
  const person = personAt(staff, by)
  if (!person) return refused('unknown-person')
  if (!mayMark(person, file, staff)) return refused('not-editor')
  const at = context.clock()
  // decision 49
  if (!(await keepMeant(db, { file, version: found.version, isMeant, by: person.email, at })))
    return refused('so-already')
  const meant = isMeant ? { by: person.email, at } : null
  return { kind: 'marked', file: { ...found, meant }, by: person.email, at }
}
