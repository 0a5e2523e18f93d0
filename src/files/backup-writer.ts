import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { constants } from 'node:fs'
import { link, lstat, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { BackupSection, SectionEnd } from '../model/operations/backup.js'
import type { BackupHeader } from '../model/operations/backup-header.js'
import { FIRST_LINE, FRAME_BYTES, FRAME_HEAD_BYTES, type FrameKind, lastLine } from './backup-format.js'

/** Fast enough for the disk; files are a quarter larger than at the best level. */
const GZIP_LEVEL = 3
const NEWLINE = 10

export type BackupWriter = {
  header: (header: BackupHeader) => Promise<void>
  /** Writes one section; each line of a table counts as a row. */
  section: (section: BackupSection, content: AsyncIterable<Buffer>) => Promise<SectionEnd>
  /** Puts the file in its place, whole and synced to disk. Resolves to its length and hash. */
  finish: () => Promise<{ bytes: number; sha256: string }>
  /** Removes what was written. */
  abandon: () => Promise<void>
}

/** A file of that name exists and is not overwritten. */
export class BackupExists extends Error {}

/**
 * Writes a backup beside its place, mode 0600. Throws BackupExists unless `overwrite`, also at the end; throws the system's error when the folder
 * can't be written.
 */
export async function writeBackup(path: string, { overwrite = false } = {}): Promise<BackupWriter> {
  const part = join(dirname(path), `.${basename(path)}.${process.pid}.part`)
  if (!overwrite && (await isThere(path))) throw new BackupExists(path)
  await removeLeftovers(path)
  const file = await open(part, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600)
  const gzip = createGzip({ level: GZIP_LEVEL })
  const hash = createHash('sha256').update(FIRST_LINE)
  let bytes = FIRST_LINE.length
  await file.write(FIRST_LINE)
  const written = pipeline(gzip, async packed => {
    for await (const chunk of packed) {
      hash.update(chunk)
      bytes += chunk.length
      await file.write(chunk)
    }
  })
  // The first caller that awaits `written` gets its error.
  written.catch(() => {})
  const put = async (chunk: Buffer) => {
    if (!gzip.write(chunk)) await Promise.race([once(gzip, 'drain'), written])
  }
  const frame = async (kind: FrameKind, content: Buffer) => {
    await put(frameHead(kind, content.length))
    await put(content)
  }
  const json = (kind: FrameKind, value: object) => frame(kind, Buffer.from(JSON.stringify(value)))
  const close = () => file.close().catch(() => {})
  return {
    header: header => json('H', header),
    section: async (section, content) => {
      await json('S', section)
      const end = { bytes: 0, rows: 0 }
      for await (const chunk of content) {
        for (let from = 0; from < chunk.length; from += FRAME_BYTES)
          await frame('D', chunk.subarray(from, from + FRAME_BYTES))
        end.bytes += chunk.length
        if (section.kind === 'table') end.rows += linesOf(chunk)
      }
      const said = section.kind === 'table' ? end : { bytes: end.bytes }
      await json('E', said)
      return said
    },
    finish: async () => {
      await json('Z', {})
      gzip.end()
      await written
      const sha256 = hash.digest('hex')
      const last = lastLine(sha256)
      await file.write(last)
      await file.sync()
      await close()
      await place(part, path, overwrite)
      return { bytes: bytes + last.length, sha256 }
    },
    abandon: async () => {
      gzip.destroy()
      await written.catch(() => {})
      await close()
      await rm(part, { force: true })
    },
  }
}

/** In milliseconds: no backup takes longer, so an older part was left by a killed process. */
const LEFT_BEHIND_MS = 24 * 3_600_000

async function removeLeftovers(path: string) {
  const folder = dirname(path)
  const parts = (await readdir(folder)).filter(
    name => name.startsWith(`.${basename(path)}.`) && /\.\d+\.part$/.test(name),
  )
  for (const name of parts) {
    const found = await lstat(join(folder, name)).catch(() => null)
    if (found && Date.now() - found.mtimeMs > LEFT_BEHIND_MS) await rm(join(folder, name), { force: true })
  }
}

const isThere = (path: string) =>
  open(path, 'r').then(
    async file => {
      await file.close()
      return true
    },
    (error: NodeJS.ErrnoException) => error.code !== 'ENOENT',
  )

/** A link fails where a file exists, while a rename doesn't; some file systems have no links. */
async function place(part: string, path: string, overwrite: boolean) {
  if (overwrite) await rename(part, path)
  else
    try {
      await link(part, path)
      await rm(part)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new BackupExists(path)
      await rename(part, path)
    }
  const folder = await open(dirname(path), 'r')
  // Not every file system can sync a folder.
  await folder.sync().catch(() => {})
  await folder.close()
}

function linesOf(chunk: Buffer): number {
  let lines = 0
  for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) lines++
  return lines
}

function frameHead(kind: FrameKind, bytes: number): Buffer {
  const head = Buffer.alloc(FRAME_HEAD_BYTES)
  head.write(kind, 0, 'latin1')
  head.writeUInt32BE(bytes, 1)
  return head
}
