import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { HighWaterMark } from '../model/operations/instance.js'
import { makeMissing } from './make-folder.js'

/** Where a ledger's high-water marks are stored, twice: a rolled back DATA_DIR can't take both along. `machine`: outside of it, if there is a place. */
export type MarkPlaces = { dataDir: string; own: string; machine: string | null }

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

export type HighWaterMarks = ReturnType<typeof openHighWaterMarks>

/** In milliseconds: a hanging disk must not keep mails from leaving. */
const PATIENCE_MS = 2000

/** `notKept` hears of the disks' first failure. */
export function openHighWaterMarks(places: MarkPlaces, notKept: (reason: string) => void) {
  const { dataDir, machine } = places
  const files = filesOf(places)
  let hanging = 0
  let isPruned = false
  let isTold = false
  const tell = (reason: string) => {
    if (!isTold) notKept(reason)
    isTold = true
  }
  const keepAt = async (file: string, mark: HighWaterMark) => {
    hanging++
    await keepMark(file, mark, dataDir).catch(error => tell(error.message))
    hanging--
  }
  return {
    all: () => readMarks(places),
    /** As far as the disks allow: what can't be stored proves nothing later and blocks nothing now. */
    keep: async (mark: HighWaterMark, now: Date): Promise<void> => {
      if (hanging > 0) return tell('the last one is still being written')
      const kept = Promise.all(files.map(file => keepAt(file, mark)))
      const given = new AbortController()
      await Promise.race([kept, pause(PATIENCE_MS, null, { signal: given.signal }).catch(() => {})])
      given.abort()
      if (machine && !isPruned) pruneMarks(dirname(machine), now).catch(() => {})
      isPruned = true
    },
    /** For a ledger that a person takes over. */
    forget: async (): Promise<void> => {
      await Promise.all(files.map(file => rm(file, { force: true })))
    },
  }
}

const filesOf = ({ own, machine }: MarkPlaces) => (machine ? [own, machine] : [own])

/** The high-water marks of a ledger, as far as they are there. */
export const readMarks = (places: MarkPlaces): HighWaterMark[] =>
  filesOf(places)
    .map(readMark)
    .filter(one => one !== null)

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
  const { dataDir: _, ...mark } = found.data
  return mark
}

/**
 * Keeps a ledger's high-water mark, whole or not at all. Never lowers it: of several processes, the highest stays. Throws the file system's error.
 */
export async function keepMark(file: string, mark: HighWaterMark, dataDir: string): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => null)
  const kept = text === null ? null : parsed(text)
  if (kept && kept.epoch === mark.epoch && kept.lineage === mark.lineage && kept.seen >= mark.seen) return
  const own = `${file}.${randomBytes(6).toString('hex')}`
  try {
    const write = () => writeWhole(own, `${JSON.stringify({ ...mark, dataDir })}\n`)
    await write().catch(error => makeMissing(error, dirname(file), 0o755).then(write))
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
