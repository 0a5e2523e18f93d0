import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { fileKind, isBundle } from '../model/updates/file-kind.js'
import type { SeenFile } from '../model/updates/settling.js'
import { LIMITS } from '../parse/word/parse-file.js'
import { entriesOf, type FolderEntry } from './folder-entries.js'
import { FOLDER_DEPTH } from './list-updates.js'
import { readRegularFile } from './read-regular-file.js'

/** What was seen of each file: its state and since when, and the hash read at `readAt`, in milliseconds. */
export type Seen = Map<string, { state: string; since: number; readAt: number; hash: string }>

/** In milliseconds: file times are coarse. A hash read this long after a state first appeared belongs to that state. */
const STEP_MS = 2_500

/**
 * Every file of the folder that may be an update, with the hash of its bytes. Unreadable files are left out: the take-in reports them. `seen`
 * memoizes the hash while inode, size and both times stay. `now` is monotonic, in milliseconds.
 */
export async function seenFiles(dir: string, seen: Seen = new Map(), now = 0): Promise<SeenFile[]> {
  const found: SeenFile[] = []
  await seeFolder(dir, basename(resolve(dir)), 0, { found, seen, now })
  const there = new Set(found.map(({ file }) => file))
  for (const file of seen.keys()) if (!there.has(file)) seen.delete(file)
  return found
}

type Look = { found: SeenFile[]; seen: Seen; now: number }

async function seeFolder(path: string | Buffer, name: string, depth: number, look: Look): Promise<void> {
  if (depth > FOLDER_DEPTH) return
  for (const entry of await entriesOf(path).catch(() => [])) {
    if (fileKind(entry.guess, entry.isUtf8).kind === 'left-alone') continue
    const file = `${name}/${entry.name}`
    if (entry.kind.isDirectory() && !isBundle(entry.guess)) await seeFolder(entry.path, file, depth + 1, look)
    else if (entry.kind.isFile() || entry.kind.isDirectory())
      look.found.push(...(await seeFile(entry, file, look)))
  }
}

async function seeFile(entry: FolderEntry, file: string, { seen, now }: Look): Promise<SeenFile[]> {
  const found = await lstat(entry.path, { bigint: true }).catch(() => null)
  if (!found) return []
  const { size, mtimeMs: mtime } = found
  const state = `${found.ino} ${size} ${found.mtimeNs} ${found.ctimeNs}`
  const known = seen.get(file)
  const since = known?.state === state ? known.since : now
  const isKnown = known?.state === state && known.readAt - since >= STEP_MS
  const hash = isKnown ? known.hash : await hashOf(entry)
  if (hash === null) return []
  if (!isKnown) seen.set(file, { state, since, readAt: now, hash })
  return [{ file, size: Number(size), mtime: Number(mtime), hash }]
}

/** A file that changes during reading gets a new hash each time; an unread one is known by size and time. Null when it is gone. */
async function hashOf({ path, guess, isUtf8, kind }: FolderEntry): Promise<string | null> {
  const of = fileKind(guess, isUtf8)
  const limit = of.kind === 'update' && kind.isFile() ? LIMITS[of.extension] : undefined
  const read = limit === undefined ? null : await readRegularFile(path, { limit, followLinks: false })
  if (read === null) return ''
  if ('bytes' in read) return createHash('sha256').update(read.bytes).digest('hex')
  if (read.fault === 'gone') return null
  return read.fault === 'changing' ? `changing ${performance.now()}` : ''
}
