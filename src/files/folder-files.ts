import { constants } from 'node:fs'
import { copyFile, type FileHandle, lstat, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { entriesOf } from './folder-entries.js'
import { makeFolder } from './make-folder.js'
import { codeOf, kindOf } from './read-regular-file.js'

/**
 * The contents of a folder: `files` are relative paths, in order. `leftOut`: entries that are neither file nor folder, or unreadable, and what they
 * are.
 */
export type FolderFiles = { files: string[]; leftOut: { path: string; what: string }[] }

/** Everything below a folder; links are not followed. A missing folder is empty. */
export async function filesBelow(folder: string, isLeftOut: (path: string) => boolean = () => false) {
  const found: FolderFiles = { files: [], leftOut: [] }
  await walk(folder, '', found, isLeftOut)
  return found
}

async function walk(folder: string, below: string, found: FolderFiles, isLeftOut: (path: string) => boolean) {
  const entries = await entriesOf(join(folder, below)).catch(error => {
    if (codeOf(error) !== 'ENOENT') found.leftOut.push({ path: below || '.', what: codeOf(error) })
    return []
  })
  for (const { name, guess, isUtf8, kind } of entries) {
    const path = below ? `${below}/${guess}` : guess
    if (isLeftOut(path)) continue
    // A backup stores names in UTF-8; any other name would be restored wrongly.
    if (!isUtf8)
      found.leftOut.push({ path: below ? `${below}/${name}` : name, what: 'a name that is not UTF-8' })
    else if (kind.isDirectory()) await walk(folder, path, found, isLeftOut)
    else if (kind.isFile()) found.files.push(path)
    else found.leftOut.push({ path, what: kindOf(kind) })
  }
}

const CHUNK_BYTES = 1 << 16

/** The bytes of a regular file in chunks; null when it is gone or no regular file any more. */
export async function bytesOf(path: string): Promise<AsyncGenerator<Buffer> | null> {
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW)
  } catch (error) {
    codeOf(error)
    return null
  }
  if ((await file.stat()).isFile()) return piecesOf(file)
  await file.close()
  return null
}

async function* piecesOf(file: FileHandle): AsyncGenerator<Buffer> {
  try {
    for (;;) {
      const bytes = Buffer.allocUnsafe(CHUNK_BYTES)
      const { bytesRead } = await file.read(bytes, 0, CHUNK_BYTES, null)
      if (bytesRead === 0) return
      yield bytes.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

/** Writes a file whole or not at all. First moves a different existing file to `aside`; true when it did. */
export async function putFile(
  path: string,
  content: AsyncIterable<Buffer>,
  { aside, mode = 0o644 }: { aside: string; mode?: number },
): Promise<boolean> {
  const part = join(dirname(path), `.estafette-restore.${process.pid}.part`)
  await makeFolder(dirname(path))
  await rm(part, { force: true })
  try {
    await writePart(part, content, mode)
    return await placePart(part, path, aside)
  } catch (error) {
    // On a full disk, the partial file would keep its space.
    await rm(part, { force: true })
    throw error
  }
}

async function writePart(part: string, content: AsyncIterable<Buffer>, mode: number) {
  const file = await open(part, 'wx', mode)
  try {
    for await (const chunk of content) await file.write(chunk)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Puts a written file in its place; true when another file was there. */
async function placePart(part: string, path: string, aside: string): Promise<boolean> {
  const before = await lstat(path).catch(() => null)
  const isSame = before?.isFile() && (await haveSameBytes(path, part))
  if (isSame) {
    await rm(part)
    return false
  }
  if (before) await putAside(path, aside)
  await rename(part, path)
  return before !== null
}

async function haveSameBytes(one: string, two: string): Promise<boolean> {
  const [first, second] = [await bytesOf(one), await bytesOf(two)]
  if (!first || !second) return false
  try {
    for (;;) {
      const [a, b] = [await first.next(), await second.next()]
      if (a.done || b.done) return a.done === b.done
      if (!a.value.equals(b.value)) return false
    }
  } finally {
    await first.return(undefined)
    await second.return(undefined)
  }
}

/** Moves an entry to a place that may be on another disk. */
export async function putAside(path: string, aside: string): Promise<void> {
  await makeFolder(dirname(aside), 0o700)
  try {
    await rename(path, aside)
  } catch (error) {
    if (codeOf(error) !== 'EXDEV') throw error
    await copyFile(path, aside, constants.COPYFILE_EXCL)
    await rm(path)
  }
}
