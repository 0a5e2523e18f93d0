import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve, sep } from 'node:path'
import { FEEDBACK_MARK, feedbackName, isFeedbackName } from '../present/problem/feedback.js'
import { codeOf } from './read-regular-file.js'

const LONGEST_BYTES = 1024 * 1024

/** A note that could not be written or removed, with the system's error code. */
export type FeedbackFault = { file: string; reason: string }

/**
 * Brings the notes beside files up to date. `notes`: text by file, such as `updates/prime.md`. Removes other notes of ours, except for files of
 * `kept`; never follows a link or changes other files. A note appears whole or not at all. Returns what failed.
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

/** Writes the note beside one file; `null` removes ours. Returns null on success, else why not. */
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

/** The path of a file's note; null for a file outside this folder. */
function notePath(dir: string, file: string): string | null {
  const root = basename(resolve(dir))
  return file.startsWith(`${root}/`) ? join(dir, feedbackName(file.slice(root.length + 1))) : null
}

/** Never overwrites a foreign file of that name; skips a note that is unchanged. */
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

/** Our notes in a folder and its subfolders. */
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

/** The text of a regular file; empty for any other entry; null when nothing is there. */
async function textOf(path: string): Promise<string | null> {
  const state = await lstat(path).catch(() => null)
  if (state === null) return null
  if (!state.isFile() || state.size > LONGEST_BYTES) return ''
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null)
  if (!file) return ''
  try {
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
