import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import type { HighWaterMark } from '../model/operations/instance.js'
import { makeFolder } from './make-folder.js'

/** `dataDir`: the owner, so that records of deleted folders can be found. */
const Kept = z.object({
  lineage: z.string(),
  epoch: z.string(),
  seen: z.number().int(),
  hasEditions: z.boolean(),
  where: z.string(),
  dataDir: z.string(),
  life: z.string().optional(),
  timeline: z.number().int().optional(),
  lsn: z.number().optional(),
})

/** A ledger's high-water mark in a file. Null when it is missing or unreadable: it proves nothing then. */
export function readMark(file: string): HighWaterMark | null {
  try {
    return parsed(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

function parsed(text: string): HighWaterMark | null {
  const found = Kept.safeParse(JSON.parse(text))
  if (!found.success) return null
  const { dataDir: _, ...sighting } = found.data
  return sighting
}

/**
 * Keeps a ledger's high-water mark, whole or not at all. Never lowers it: of several processes, the highest stays. Throws the file system's error.
 */
export async function keepMark(file: string, sighting: HighWaterMark, dataDir: string): Promise<void> {
  await makeFolder(dirname(file), 0o755)
  const kept = await readFile(file, 'utf8').then(parsed, () => null)
  if (
    kept &&
    kept.epoch === sighting.epoch &&
    kept.lineage === sighting.lineage &&
    kept.seen >= sighting.seen
  )
    return
  const own = `${file}.${randomBytes(6).toString('hex')}`
  try {
    await writeWhole(own, `${JSON.stringify({ ...sighting, dataDir })}\n`)
    await rename(own, file)
  } catch (error) {
    await rm(own, { force: true }).catch(() => {})
    throw error
  }
}

/** Synced before the rename: a power loss would otherwise leave an empty file. */
async function writeWhole(file: string, text: string) {
  const handle = await open(file, 'wx', 0o644)
  try {
    await handle.writeFile(text)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export async function forgetMark(file: string): Promise<void> {
  await rm(file, { force: true })
}

/** In milliseconds: a DATA_DIR that has been missing for longer won't return. */
const KEPT_MS = 400 * 24 * 3_600_000

/** Removes high-water marks of a DATA_DIR that has long been missing, so that the folder doesn't grow without limit. */
export async function pruneMarks(folder: string, now: Date): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name)
    const { mtime } = await stat(file)
    if (now.getTime() - mtime.getTime() < KEPT_MS) continue
    const found = Kept.safeParse(JSON.parse(await readFile(file, 'utf8')))
    const isGone =
      found.success &&
      (await stat(found.data.dataDir).then(
        () => false,
        () => true,
      ))
    if (isGone) await rm(file, { force: true })
  }
}
