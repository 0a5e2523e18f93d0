import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { readableName } from '../model/updates/file-kind.js'

/**
 * An entry of a folder. `name` as people may see it, `guess` with the letters that its bytes may mean: both the name itself when it is in
 * UTF-8 and can be seen. `path` opens it, whatever its bytes.
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

/** What lies in a folder, in the order of the names. A file that is gone since is left out. Throws what the system says. */
export async function entriesOf(folder: string | Buffer): Promise<FolderEntry[]> {
  // Bytes: a name that is not UTF-8 would be read as one that is not there.
  const entries = await readdir(folder, { withFileTypes: true, encoding: 'buffer' })
  const found = await Promise.all(entries.map(entry => entryIn(folder, entry)))
  return found.flatMap(one => one ?? []).sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function entryIn(folder: string | Buffer, entry: Dirent<Buffer>): Promise<FolderEntry | null> {
  const { shown, guess, isUtf8 } = readableName(entry.name)
  const path = isUtf8 && typeof folder === 'string' ? `${folder}/${guess}` : joined(folder, entry.name)
  // Some file systems don't say what an entry is; lstat does, and doesn't follow a link either.
  const isKnown = entry.isFile() || entry.isDirectory() || entry.isSymbolicLink()
  const kind = isKnown ? entry : await lstat(path).catch(() => null)
  return kind && { name: shown, guess, isUtf8, path, kind }
}

const joined = (folder: string | Buffer, name: Buffer) =>
  Buffer.concat([Buffer.from(folder), Buffer.from('/'), name])
