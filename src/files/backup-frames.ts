import type { Hash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type BackupHeader, type BackupSection as Section, SectionEnd } from '../model/operations/backup.js'
import { FRAME_BYTES, FRAME_HEAD_BYTES, type FrameKind, LAST_LINE_BYTES } from './backup-format.js'

/** The file is no backup, or not whole, or not as it was written: one sentence. Nothing of it is to be used. */
export class BackupDamaged extends Error {}

export type BackupVisitor = {
  header: (header: BackupHeader) => Promise<void>
  /** Must read the content to its end. */
  section: (section: Section, content: AsyncIterable<Buffer>) => Promise<void>
  progress?: (bytes: number, of: number) => void
}

export async function bytesAt(file: FileHandle, position: number, length = LAST_LINE_BYTES): Promise<Buffer> {
  const bytes = Buffer.alloc(length)
  const { bytesRead } = await file.read(bytes, 0, length, position)
  return bytes.subarray(0, bytesRead)
}

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

export type Frame = { kind: FrameKind; content: Buffer }

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

export async function* contentOf(frames: AsyncGenerator<Frame>): AsyncGenerator<Buffer> {
  let bytes = 0
  for (;;) {
    const frame = await next(frames, 'D', 'E')
    if (frame.kind === 'E') {
      if (parsed(SectionEnd, frame).bytes !== bytes)
        throw new BackupDamaged('A section has not the length that it says.')
      return
    }
    bytes += frame.content.length
    yield frame.content
  }
}

export async function next(frames: AsyncGenerator<Frame>, ...kinds: FrameKind[]): Promise<Frame> {
  const { value, done } = await frames.next()
  if (done) throw new BackupDamaged('It is not whole: its end is missing.')
  if (!kinds.includes(value.kind))
    throw new BackupDamaged('It is not as it was written: a frame is out of place.')
  return value
}

export function parsed<T>(schema: { parse: (value: unknown) => T }, { content }: Frame): T {
  try {
    return schema.parse(JSON.parse(content.toString()))
  } catch {
    throw new BackupDamaged('It is not as it was written: a part of it says nothing that is known.')
  }
}
