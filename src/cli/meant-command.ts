import { basename, relative, resolve, sep } from 'node:path'
import type { App } from '../app.js'
import { withOffset } from '../model/calendar/calendar.js'
import { editorsFor } from '../model/staff/editors.js'
import { staffOf } from '../steps/staff/staff.js'
import type { MarkedMeant } from '../steps/updates/mark-meant.js'
import { markMeant } from '../steps/updates/mark-meant.js'
import { takeIn } from '../steps/updates/take-in.js'
import { type Answer, count, done, problemLines, refused, warningsJson } from './answer.js'
import { UsageError } from './usage.js'

export type MeantOptions = { undo: boolean; by: string | null }

/** Marks the warnings of a file, as it now lies in the drop folder, as meant; or takes that back. */
export async function meantCommand(app: App, given: string, { undo, by }: MeantOptions): Promise<Answer> {
  const taken = await takeIn(app)
  const files = taken.warned.map(one => one.file)
  const file = fileNamed(given, files, app.config.updatesDir)
  const person = by ?? (await onlyEditor(app, file))
  const marked = await markMeant(app, { file, isMeant: !undo, by: person })
  if (marked.kind === 'refused') {
    const json = { file, meant: null, reason: marked.reason, files }
    return refused(json, refusalText(marked.reason, { file, by: person, undo, files }))
  }
  const { version, warnings, id } = marked.file
  const judged = warnings.map(one => ({ ...one, isMeant: !undo }))
  const json = {
    id,
    file,
    version,
    meant: !undo,
    by: marked.by,
    at: withOffset(marked.at, app.config.timeZone),
    warnings: warningsJson(judged),
  }
  const what = count(warnings.length, 'warning')
  const text = undo
    ? `${file} is to be looked at again (${what}), by ${marked.by}:\n${problemLines(warnings)}`
    : `${what} of ${file} marked as meant, by ${marked.by}:\n${problemLines(warnings)}\nAnother version of the file is looked at again.`
  return done(json, text)
}

/** The file's name from the drop folder on, as warnings give it. Accepts a path or the name within the folder. */
function fileNamed(given: string, files: readonly string[], updatesDir: string): string {
  const root = basename(resolve(updatesDir))
  const inFolder = relative(updatesDir, resolve(given)).split(sep).join('/')
  const names = [given, `${root}/${given}`, `${root}/${inFolder}`]
  return names.find(name => files.includes(name)) ?? given
}

async function onlyEditor(app: App, file: string): Promise<string> {
  const editors = await editorsFor(file, await staffOf(app))
  if (editors.length === 1 && editors[0]) return editors[0].email
  const known = editors.map(({ email }) => email).join(', ')
  throw new UsageError(
    `Say who decides it: --by EMAIL${known && ` (the editors of this file are ${known})`}.`,
  )
}

type About = { file: string; by: string; undo: boolean; files: readonly string[] }

function refusalText(
  reason: Extract<MarkedMeant, { kind: 'refused' }>['reason'],
  { file, by, undo, files }: About,
): string {
  switch (reason) {
    case 'unknown-person':
      return `Nobody in staff.yaml has the address ${by}.`
    case 'not-editor':
      return `${by} is neither an editor of ${file} nor an admin. staff.yaml says who is.`
    case 'so-already':
      return undo ? `${file} is not marked as meant.` : `${file} was marked as meant before.`
    default:
      return files.length > 0
        ? `"${file}" has no warnings, or is not used. Those that have: ${files.join(', ')}.`
        : `"${file}" has no warnings: there is nothing to mark. See: estafette check`
  }
}
