import { constants, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Why a file gave no bytes. `gone`: it was deleted or renamed meanwhile. */
export type ReadFault =
  | { fault: 'gone' }
  | { fault: 'too-large' }
  | { fault: 'changing' }
  | { fault: 'not-a-file'; what: 'link' | 'pipe' | 'device' | 'socket' | 'other' }
  | { fault: 'unreadable'; reason: string }

/**
 * The bytes of a regular file of at most `limit` bytes, as it stood unchanged while it was read. A pipe or a device is
 * opened without waiting and not read; a symbolic link is followed only when the operator's own set-up may use one.
 */
export async function readRegularFile(
  path: string | Buffer,
  options: { limit: number; followLinks: boolean },
): Promise<{ bytes: Uint8Array } | ReadFault> {
  const noFollow = options.followLinks ? 0 : constants.O_NOFOLLOW
  let file: FileHandle
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK | noFollow)
  } catch (error) {
    return faultOf(error)
  }
  try {
    return await readOpened(file, options.limit)
  } catch (error) {
    return faultOf(error)
  } finally {
    await file.close()
  }
}

async function readOpened(file: FileHandle, limit: number): Promise<{ bytes: Uint8Array } | ReadFault> {
  const before = await file.stat()
  if (!before.isFile()) return { fault: 'not-a-file', what: kindOf(before) }
  if (before.size > limit) return { fault: 'too-large' }
  const bytes = Buffer.alloc(before.size + 1)
  let length = 0
  while (length < bytes.length) {
    const { bytesRead } = await file.read(bytes, length, bytes.length - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  const after = await file.stat()
  const unchanged = length === before.size && after.size === before.size && after.mtimeMs === before.mtimeMs
  return unchanged ? { bytes: bytes.subarray(0, length) } : { fault: 'changing' }
}

/** What an entry of a folder is, if no file and no folder. */
export function kindOf(
  entry: Pick<Stats, 'isSymbolicLink' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'>,
): 'link' | 'pipe' | 'device' | 'socket' | 'other' {
  if (entry.isSymbolicLink()) return 'link'
  if (entry.isFIFO()) return 'pipe'
  if (entry.isSocket()) return 'socket'
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'device' : 'other'
}

function faultOf(error: unknown): ReadFault {
  const code = codeOf(error)
  if (code === 'ENOENT') return { fault: 'gone' }
  if (code === 'ELOOP') return { fault: 'not-a-file', what: 'link' }
  if (code === 'ENXIO') return { fault: 'not-a-file', what: 'socket' }
  return { fault: 'unreadable', reason: code }
}

/** The system's code for what went wrong (`EACCES`); anything else is a bug and is thrown on. */
export function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (typeof code === 'string') return code
  throw error
}
