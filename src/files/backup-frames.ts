import type { FileHandle } from 'node:fs/promises'
import { type BackupSection as Section, SectionEnd } from '../model/operations/backup.js'
import type { BackupHeader } from '../model/operations/backup-header.js'
import { type FrameKind, LAST_LINE_BYTES } from './backup-format.js'

/** The file is no backup, is incomplete or was changed: one sentence. Nothing in it may be used. */
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

export type Frame = { kind: FrameKind; content: Buffer }

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
