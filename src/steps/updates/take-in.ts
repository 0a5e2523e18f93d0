import { writeFeedback } from '../../files/feedback-files.js'
import { forEach } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import { editorsFor } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { feedbackText, otherFilesNote, warningNote, worthTelling } from '../../present/problem/feedback.js'
import { describeProblem } from '../../present/problem/texts.js'
import type { Context } from '../context.js'
import { staffOf, tellStaff } from '../staff/staff.js'
import { scanFolder, type TakenIn } from './scan-folder.js'
import { tellGone } from './tell-gone.js'
import { meantPage } from './warned-files.js'

/** Takes in the drop folder and tells the editors, by notes in the folder and by mail. Calls are serialised. */
export const takeIn = (context: Context): Promise<TakenIn> =>
  context.memory.takeInTurn(async () => {
    const taken = await scanFolder(context)
    await tellEditors(context, taken)
    return taken
  })

/** Takes in every change of the drop folder from now on; returns a function to end that. */
export function watchUpdates(context: Context): Promise<() => Promise<void>> {
  let refused = new Set<string>()
  return context.folders.watchUpdates({
    now: () => performance.now(),
    onNews: async () => {
      refused = logTaken(context, await takeIn(context), refused)
    },
    onTrouble: reason => context.log.warn('updates.not-watched', { reason }),
  })
}

/** A refused version is logged once, however often it is seen; returns this time's versions. */
function logTaken({ log }: Context, { accepted, rejected }: TakenIn, before: Set<string>): Set<string> {
  for (const { id, revision } of accepted) log.info('update.taken-in', { update: id, revision })
  const refused = rejected.filter(({ problems }) => worthTelling(problems).length > 0)
  const named = new Set<string>()
  for (const { file, version, problems } of refused) {
    const name = `${file} ${version}`
    if (!before.has(name)) log.info('update.refused', { file, problems: problems.length })
    named.add(name)
  }
  return named
}

async function tellEditors(context: Context, taken: TakenIn): Promise<void> {
  await keepNotes(context, taken)
  const staff = await staffOf(context)
  await tellProblems(context, taken, staff)
  await tellWarnings(context, taken, staff)
  await tellGone(context, taken, staff)
}

async function keepNotes({ config, log }: Context, taken: TakenIn): Promise<void> {
  const notes = new Map(
    taken.warnings.flatMap(one => otherFilesNote(one) ?? []).map(({ file, text }) => [file, text]),
  )
  const kept = new Set(taken.missing)
  const page = meantPage(config)
  for (const { file, problems } of taken.rejected) {
    const told = worthTelling(problems)
    const warnings = taken.warnings.filter(one => one.file === file)
    if (told.length > 0) notes.set(file, feedbackText(file, told, warnings))
    else kept.add(file)
  }
  for (const { file, warnings } of toLookAt(taken)) notes.set(file, warningNote(file, warnings, page))
  const faults = await writeFeedback(config.updatesDir, notes, kept)
  for (const { file, reason } of faults) log.warn('feedback.not-written', { file, reason })
}

/** Warnings neither marked as meant nor carried by an edition: those were checked at sign-off. */
const toLookAt = ({ warned }: TakenIn) => warned.filter(({ meant, isTold }) => meant === null && !isTold)

/**
 * Once per file version and editor, and not while the editor may still be at work; the note beside the file appears at once. An unreadable file has
 * no version: told once, until it can be read.
 */
async function tellProblems(context: Context, { rejected, young }: TakenIn, staff: StaffMember[]) {
  for (const { file, version, problems } of rejected) {
    const told = worthTelling(problems)
    if (told.length === 0 || young.has(file)) continue
    const values = { file, problems: inEachOf(context, told) }
    await tellStaff(context, editorsFor(file, staff), 'update-problems', `${file} ${version}`, values)
  }
}

/** Like those of problems; none once the version is marked as meant. */
async function tellWarnings(context: Context, taken: TakenIn, staff: StaffMember[]) {
  for (const { file, version, warnings } of toLookAt(taken)) {
    if (taken.young.has(file)) continue
    const values = { file, warnings: inEachOf(context, warnings), page: meantPage(context.config) }
    await tellStaff(context, editorsFor(file, staff), 'update-warnings', `${file} ${version}`, values)
  }
}

const inEachOf = ({ config }: Context, found: Problem[]) =>
  forEach(config.agency.languages, language => found.map(problem => describeProblem(problem, language)))
