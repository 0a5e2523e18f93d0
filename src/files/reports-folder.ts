import { constants } from 'node:fs'
import { type FileHandle, lstat, open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isMailName, type ReportRemedy, reportRemedy } from '../model/returned-mail/other-file.js'
import { REPORT_BYTES } from '../parse/returned-mail/match.js'
import { entriesOf } from './folder-entries.js'
import { makeFolder } from './make-folder.js'
import { codeOf, kindOf } from './read-regular-file.js'
import { freeName } from './remove-done.js'

/** The beginning of a mail and its full length, in bytes. `waits`: it may still be being written, or is gone. */
export type ReadMail = { bytes: Uint8Array; size: number } | { waits: true } | { refused: string }

/** In milliseconds: a file that changed more recently waits for the next scan; an empty one waits longer. */
const SETTLED_MS = 5_000
const EMPTY_MS = 60_000

/** The sorted names of the mails in a folder: `*.eml`. Creates a missing folder. Renames a mail whose name is not UTF-8: no text can name it. */
export async function listMails(dir: string): Promise<string[]> {
  await makeFolder(dir, 0o700)
  const entries = await entriesOf(dir)
  for (const { guess, isUtf8, path } of entries)
    if (!isUtf8 && isMailName(guess)) await rename(path, join(dir, await freeName(dir, guess)))
  const named = entries.some(({ isUtf8 }) => !isUtf8) ? await entriesOf(dir) : entries
  return named
    .filter(({ isUtf8 }) => isUtf8)
    .map(({ guess }) => guess)
    .filter(isMailName)
    .sort()
}

/** A file or folder among the mails that is no mail; `name` as people may see it. */
export type OtherReport = { name: string; remedy: ReportRemedy }

/** Entries that are no mail, sorted, once unchanged for a moment; empty where there is no folder. `now` is the real time. */
export async function listOthers(dir: string, now = new Date()): Promise<OtherReport[]> {
  const others: OtherReport[] = []
  for (const { name, guess, path, kind } of await entriesOf(dir).catch(() => [])) {
    const remedy = reportRemedy(guess, kind.isDirectory())
    const state = remedy && (await lstat(path).catch(() => null))
    if (!remedy || !state) continue
    const age = now.getTime() - state.mtimeMs
    if (age < 0 || age >= SETTLED_MS) others.push({ name, remedy })
  }
  return others
}

/**
 * The beginning of one mail, unchanged while it was read. `now` is the real time, as the file system has it. Links aren't followed; pipes and devices
 * are opened without waiting and not read.
 */
export async function readMail(dir: string, name: string, now = new Date()): Promise<ReadMail> {
  let file: FileHandle
  try {
    file = await open(
      join(dir, name),
      constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW | constants.O_NOCTTY,
    )
  } catch (error) {
    return faultOf(codeOf(error))
  }
  try {
    return await readOpened(file, now)
  } catch (error) {
    return faultOf(codeOf(error))
  } finally {
    await file.close()
  }
}

async function readOpened(file: FileHandle, now: Date): Promise<ReadMail> {
  const before = await file.stat()
  if (before.isDirectory()) return { refused: 'It is a folder, not a mail.' }
  if (!before.isFile()) return { refused: `It is a ${kindOf(before)}, not a mail: it was not opened.` }
  const age = now.getTime() - before.mtimeMs
  if (age >= 0 && age < (before.size === 0 ? EMPTY_MS : SETTLED_MS)) return { waits: true }
  if (before.size === 0) return { refused: 'It is empty.' }
  const bytes = Buffer.alloc(Math.min(before.size, REPORT_BYTES))
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  const after = await file.stat()
  const isSame = length === bytes.length && after.size === before.size && after.mtimeMs === before.mtimeMs
  return isSame ? { bytes, size: before.size } : { waits: true }
}

function faultOf(code: string): ReadMail {
  if (code === 'ENOENT') return { waits: true }
  if (code === 'ELOOP') return { refused: 'It is a symbolic link: it was not followed.' }
  if (code === 'ENXIO') return { refused: 'It is a socket, not a mail: it was not opened.' }
  // The mail is fine: this process has too many files open.
  if (code === 'EMFILE' || code === 'ENFILE') throw new Error(`too many open files (${code})`)
  return { refused: `It can't be read: ${code}.` }
}
