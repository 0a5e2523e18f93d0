import { basename, resolve } from 'node:path'
import { type SavedFile, saveUpdateFile } from '../../files/save-update.js'
import type { Problem } from '../../model/problem/problem.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { contentHash } from '../../model/updates/hash.js'
import { isLeftAlone } from '../../model/updates/left-alone.js'
import { sameIdProblems } from '../../model/updates/same-id.js'
import type { Update } from '../../model/updates/update.js'
import type { ParsedUpdate } from '../../parse/update/update-file.js'
import { LIMITS } from '../../parse/word/parse-file.js'
import { inTurn } from '../../postgres/server/in-turn.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { keepSaved } from '../../postgres/updates/saved.js'
import { type Context, todayOf } from '../context.js'
import { staffOf } from '../staff/staff.js'
import { checkChanges } from './check-changes.js'
import { takeIn } from './take-in.js'

/** A file to save: `name` from the drop folder on; `expected`: the version that it replaces, null for a new one. */
export type SaveRequest = { name: string; bytes: Uint8Array; expected: string | null; by: string }

/** What a file would be, once saved. */
export type Judged =
  | { kind: 'good'; update: Update; warnings: Problem[] }
  | { kind: 'problems'; problems: Problem[]; warnings: Problem[] }

/** `changed`: the folder holds another version by now; nothing was written. */
export type SaveAnswer =
  | { kind: 'saved'; id: string; file: string; warnings: Problem[] }
  | { kind: 'problems'; problems: Problem[]; warnings: Problem[] }
  | Extract<SavedFile, { kind: 'changed' }>
  | { kind: 'refused'; why: 'unknown-person' | 'not-editor' | 'name' | 'folder-fault' }

/** Who may write updates. */
export const mayWrite = ({ roles }: Pick<StaffMember, 'roles'>) =>
  roles.includes('editor') || roles.includes('admin')

/**
 * Saves an update as a normal file in the drop folder, in a person's name, and takes it in. A problem or another version in the folder prevents
 * that. Who saved it is its author.
 */
export async function saveUpdate(context: Context, request: SaveRequest): Promise<SaveAnswer> {
  const { engine, clock, config, log } = context
  const { name, bytes, expected } = request
  const person = personAt(await staffOf(context), request.by)
  if (!person) return { kind: 'refused', why: 'unknown-person' }
  if (!mayWrite(person)) return { kind: 'refused', why: 'not-editor' }
  const limit = limitOf(name)
  if (!isFileName(name) || limit === null) return { kind: 'refused', why: 'name' }
  const judged = await judgeUpdate(context, name, bytes)
  if (judged.kind === 'problems') return judged
  // First: a scan, or a kill, between the file and its author would leave a text that its author may sign.
  const beforeName = (version: string) =>
    keepSaved(engine.db, { file: fileOf(context, name), version, by: person.email, at: clock() })
  const saved = await inTurn(engine.db, 'save', () =>
    saveUpdateFile(config.updatesDir, name, bytes, { expected, limit, beforeName }),
  )
  if (saved.kind === 'changed') return saved
  if (saved.kind === 'fault') {
    log.error('update.not-saved', { file: fileOf(context, name), reason: saved.code })
    return { kind: 'refused', why: 'folder-fault' }
  }
  log.info('update.saved', { update: judged.update.id })
  context.folders.knowWhole(fileOf(context, name))
  await takeIn(context)
  return { kind: 'saved', id: judged.update.id, file: fileOf(context, name), warnings: judged.warnings }
}

/** What a file would be if it stood in the drop folder: also beside the files that are there, and what editions carried. Changes nothing. */
export async function judgeUpdate(context: Context, name: string, bytes: Uint8Array): Promise<Judged> {
  const file = fileOf(context, name)
  const parsed = await context.folders.judged(file, bytes, todayOf(context))
  if ('problems' in parsed) return { kind: 'problems', problems: parsed.problems, warnings: parsed.warnings }
  const problems = [
    ...(await changeProblems(context, file, parsed)),
    ...(await idProblems(context, file, parsed)),
  ]
  if (problems.length > 0) return { kind: 'problems', problems, warnings: parsed.warnings }
  return { kind: 'good', update: parsed.update, warnings: parsed.warnings }
}

type Good = Extract<ParsedUpdate, { update: Update }>

async function changeProblems({ engine }: Context, file: string, parsed: Good): Promise<Problem[]> {
  const { update, warnings, changeField } = parsed
  const one = { file, update, hash: contentHash(update), warnings, changeField }
  return checkChanges({ updates: [one], problems: [] }, await carriedUpdates(engine.db, null)).problems
}

/** An id that another file has: even with equal content, it would be a second file of one update. */
async function idProblems({ engine }: Context, file: string, { update, idPlace }: Good): Promise<Problem[]> {
  const { files } = await droppedUpdates(engine.db)
  const others = files.filter(one => one.id === update.id && one.file !== file)
  const own = { file, id: update.id, hash: 'own', idPlace }
  const all = [own, ...others.map(one => ({ ...own, file: one.file, hash: 'other' }))]
  return sameIdProblems(all).problems.filter(problem => problem.file === file)
}

/** The limit in bytes of a file of this kind; null for a kind that can't be saved. */
const limitOf = (name: string): number | null => LIMITS[/\.\w+$/.exec(name)?.[0]?.toLowerCase() ?? ''] ?? null

/** `economie/prime.md`: folders and a name of letters that every system has; a scan reads all of them. */
export const isFileName = (name: string) =>
  name.length <= 200 &&
  name
    .split('/')
    .every(part => /^[\p{L}\d][\p{L}\p{M}\d ._-]*$/u.test(part) && !/[ .]$/.test(part) && !isLeftAlone(part))

/** A file's name as problems have it: `updates/economie/prime.md`. */
const fileOf = ({ config }: Context, name: string) => `${basename(resolve(config.updatesDir))}/${name}`
