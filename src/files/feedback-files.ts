import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { FEEDBACK_MARK, feedbackName, isFeedbackName } from '../present/problem/feedback.js'
import { codeOf } from './read-regular-file.js'

const LONGEST = 1024 * 1024

/** A note that could not be written or removed, and the system's code for why. */
export type FeedbackFault = { file: string; reason: string }

/**
 * Brings the notes beside files up to date: `notes` by file (`updates/prime.md` → text). A note whose file is not
 * among them goes, except for files of `kept`. A note appears whole or not at all, over no link; nothing but notes of ours
 * is changed. A folder that can't be written to is no reason to stop: what failed is returned.
 */
export async function writeFeedback(
  dir: string,
  notes: ReadonlyMap<string, string>,
  kept: ReadonlySet<string>,
): Promise<FeedbackFault[]> {
  const root = basename(resolve(dir))
  const faults: FeedbackFault[] = []
  const attempt = async (file: string, work: () => Promise<void>) => {
    try {
      await work()
    } catch (error) {
      faults.push({ file, reason: codeOf(error) })
    }
  }
  for (const [file, text] of notes) {
    const path = notePath(dir, file)
    if (path) await attempt(file, () => writeNote(path, text))
  }
  const wanted = new Set([...notes.keys(), ...kept].map(feedbackName))
  for (const path of await notesIn(dir)) {
    const name = `${root}/${relative(dir, path).split(sep).join('/')}`
    if (!wanted.has(name)) await attempt(name, () => rm(path, { force: true }))
  }
  return faults
}

/** Brings the note beside one file up to date: `null` takes it away, if it is ours. Null, or why that could not be done. */
export async function writeOneFeedback(
  dir: string,
  file: string,
  text: string | null,
): Promise<FeedbackFault | null> {
  const path = notePath(dir, file)
  if (!path) return null
  try {
    if (text !== null) await writeNote(path, text)
    else if ((await textOf(path))?.startsWith(FEEDBACK_MARK)) await rm(path, { force: true })
    return null
  } catch (error) {
    return { file, reason: codeOf(error) }
  }
}

/** Where the note beside a file is; null for a file that isn't of this folder. */
function notePath(dir: string, file: string): string | null {
  const root = basename(resolve(dir))
  return file.startsWith(`${root}/`) ? join(dir, feedbackName(file.slice(root.length + 1))) : null
}

/** Not over another file that happens to have that name; not at all where it says the same already. */
async function writeNote(path: string, text: string): Promise<void> {
  const before = await textOf(path)
  if (before === text) return
  if (before !== null && !before.startsWith(FEEDBACK_MARK))
    throw Object.assign(new Error(), { code: 'EEXIST' })
  const own = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`)
  const file = await open(own, 'wx', 0o664)
  try {
    await file.writeFile(text)
    await file.close()
    await rename(own, path)
  } catch (error) {
    await file.close().catch(() => {})
    await rm(own, { force: true })
    throw error
  }
}

/** The notes of ours in a folder and its folders. */
async function notesIn(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true }).catch(() => [])
  const ours: string[] = []
  for (const entry of entries) {
    if (!entry.isFile() || !isFeedbackName(entry.name)) continue
    const path = join(entry.parentPath, entry.name)
    if ((await textOf(path))?.startsWith(FEEDBACK_MARK)) ours.push(path)
  }
  return ours
}

/** The text of a regular file; empty for anything else that stands there, null when nothing does. */
async function textOf(path: string): Promise<string | null> {
  const state = await lstat(path).catch(() => null)
  if (state === null) return null
  if (!state.isFile() || state.size > LONGEST) return ''
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null)
  if (!file) return ''
  try {
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
