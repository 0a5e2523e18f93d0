import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { BACKUP_FORMAT, BackupSection } from '../model/operations/backup.js'
import { BackupHeader } from '../model/operations/backup-header.js'
import {
  FIRST_LINE,
  FRAME_BYTES,
  FRAME_HEAD_BYTES,
  type FrameKind,
  LAST_LINE_BYTES,
  lastLine,
} from './backup-format.js'
import {
  BackupDamaged,
  type BackupVisitor,
  bytesAt,
  contentOf,
  type Frame,
  next,
  parsed,
} from './backup-frames.js'

/** Reads only the header, which is not yet verified. Throws BackupDamaged. */
export async function peekBackup(path: string): Promise<BackupHeader> {
  const stop = new Error('enough')
  let found: BackupHeader | null = null
  await readBackup(path, {
    header: async header => {
      found = header
      throw stop
    },
    section: async () => {},
  }).catch(error => {
    if (error !== stop) throw error
  })
  return found as unknown as BackupHeader
}

/** Reads a backup completely and verifies it at the end. Throws BackupDamaged. */
export async function readBackup(path: string, visitor: BackupVisitor): Promise<void> {
  const file = await open(path, 'r')
  try {
    await readOpened(file, visitor)
  } finally {
    await file.close()
  }
}

async function readOpened(file: FileHandle, visitor: BackupVisitor) {
  const found = await file.stat()
  if (!found.isFile()) throw new BackupDamaged('It is not a file.')
  await checkEnds(file, found.size)
  const hash = createHash('sha256').update(FIRST_LINE)
  const end = found.size - LAST_LINE_BYTES
  const packed = Readable.from(hashed(file, FIRST_LINE.length, end, hash, visitor.progress), {
    objectMode: false,
  })
  const frames = framesOf(unpacked(packed))
  try {
    await visitAll(frames, visitor)
  } finally {
    await frames.return(undefined)
  }
  const said = await bytesAt(file, end, LAST_LINE_BYTES)
  if (!said.equals(lastLine(hash.digest('hex'))))
    throw new BackupDamaged('It is not as it was written: its SHA-256 is another.')
}

async function checkEnds(file: FileHandle, size: number) {
  const first = await bytesAt(file, 0, Math.min(size, FIRST_LINE.length))
  if (!first.equals(FIRST_LINE)) {
    const isOther = /^Estafette backup, format (?!1\.)\d+\./.test(first.toString())
    throw new BackupDamaged(
      isOther
        ? 'It was made by a newer version of Estafette: restore it with that one.'
        : 'It is not a backup of Estafette, or its beginning was changed.',
    )
  }
  const last = size < FIRST_LINE.length + LAST_LINE_BYTES ? null : await bytesAt(file, size - LAST_LINE_BYTES)
  if (!last || !/^sha256 [0-9a-f]{64}\n$/.test(last.toString('latin1')))
    throw new BackupDamaged('It is not whole: its end is missing.')
}

async function visitAll(frames: AsyncGenerator<Frame>, visitor: BackupVisitor) {
  const header = headerOf(await next(frames, 'H'))
  if (header.format > BACKUP_FORMAT)
    throw new BackupDamaged('It was made by a newer version of Estafette: restore it with that one.')
  await visitor.header(header)
  for (;;) {
    const frame = await next(frames, 'S', 'Z')
    if (frame.kind === 'Z') break
    await visitor.section(parsed(BackupSection, frame), contentOf(frames))
  }
  if (!(await frames.next()).done) throw new BackupDamaged('Something stands behind its end.')
}

const headerOf = (frame: Frame) => parsed(BackupHeader, frame)

const CHUNK_BYTES = 1 << 16

export async function* hashed(
  file: FileHandle,
  from: number,
  end: number,
  hash: Hash,
  progress: BackupVisitor['progress'],
): AsyncGenerator<Buffer> {
  for (let at = from; at < end; ) {
    const bytes = await bytesAt(file, at, Math.min(CHUNK_BYTES, end - at))
    if (bytes.length === 0) throw new BackupDamaged('It became shorter while it was read.')
    hash.update(bytes)
    at += bytes.length
    progress?.(at, end)
    yield bytes
  }
}

export async function* unpacked(packed: Readable): AsyncGenerator<Buffer> {
  const gunzip = createGunzip()
  packed.on('error', error => gunzip.destroy(error))
  packed.pipe(gunzip)
  try {
    for await (const chunk of gunzip) yield chunk
  } catch (error) {
    if (/^Z_|^ERR_/.test((error as NodeJS.ErrnoException).code ?? ''))
      throw new BackupDamaged(`It is not as it was written: ${(error as Error).message}.`)
    throw error
  } finally {
    packed.destroy()
    gunzip.destroy()
  }
}

export async function* framesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Frame> {
  let buffer: Buffer = Buffer.alloc(0)
  for await (const chunk of chunks) {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk])
    let at = 0
    while (buffer.length - at >= FRAME_HEAD_BYTES) {
      const length = buffer.readUInt32BE(at + 1)
      if (length > FRAME_BYTES) throw new BackupDamaged('It is not as it was written: a frame is too long.')
      const end = at + FRAME_HEAD_BYTES + length
      if (buffer.length < end) break
      const kind = buffer.toString('latin1', at, at + 1) as FrameKind
      yield { kind, content: buffer.subarray(at + FRAME_HEAD_BYTES, end) }
      at = end
    }
    buffer = buffer.subarray(at)
  }
  if (buffer.length > 0) throw new BackupDamaged('It is not whole: a frame has no end.')
}
