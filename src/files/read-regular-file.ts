import { constants, type Stats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

/** Why a file gave no bytes. `gone`: it was deleted or renamed after the folder was listed. */
export type ReadFault =
  | { fault: 'gone' }
  | { fault: 'too-large' }
  | { fault: 'changing' }
  | { fault: 'not-a-file'; what: 'link' | 'pipe' | 'device' | 'socket' | 'other' }
  | { fault: 'unreadable'; reason: string }

/**
 * The bytes of a regular file of at most `limit` bytes, unchanged while it was read. Pipes and devices are opened without waiting and not read.
 * Symbolic links are followed only in the operator's own set-up.
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

/** The kind of a folder's entry that is neither file nor folder. */
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

/** The system's error code (`EACCES`). Rethrows anything else: that is a bug. */
export function codeOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (typeof code === 'string') return code
  throw error
}
