import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { readableName } from '../model/updates/file-kind.js'

/**
 * An entry of a folder. `name` is shown to people, `guess` decodes its bytes; both equal the name when it is visible UTF-8. `path` opens it, whatever
 * its bytes.
 */
export type FolderEntry = {
  name: string
  guess: string
  isUtf8: boolean
  path: string | Buffer
  kind: Pick<
    Dirent,
    | 'isFile'
    | 'isDirectory'
    | 'isSymbolicLink'
    | 'isFIFO'
    | 'isSocket'
    | 'isBlockDevice'
    | 'isCharacterDevice'
  >
}

/** The entries of a folder, sorted by name. Omits a file that has gone since. Throws the system's error. */
export async function entriesOf(folder: string | Buffer): Promise<FolderEntry[]> {
  // As bytes: a name that isn't UTF-8 would be decoded into one that doesn't exist.
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  const found = await Promise.all(entries.map(entry => entryIn(folder, entry)))
  return found.flatMap(one => one ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function entryIn(folder: string | Buffer, entry: Dirent<Buffer>): Promise<FolderEntry | null> {
  const { shown, guess, isUtf8 } = readableName(entry.name)
  const path = isUtf8 && typeof folder === 'string' ? `${folder}/${guess}` : joined(folder, entry.name)
  // Some file systems don't tell an entry's kind; lstat does, without following a link.
  const isKnown = entry.isFile() || entry.isDirectory() || entry.isSymbolicLink()
  const kind = isKnown ? entry : await lstat(path).catch(() => null)
  return kind && { name: shown, guess, isUtf8, path, kind }
}

const joined = (folder: string | Buffer, name: Buffer) =>
  Buffer.concat([Buffer.from(folder), Buffer.from('/'), name])
