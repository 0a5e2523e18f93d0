import { createHash } from 'node:crypto'
import type { Dirent } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { watch as openWatcher } from 'chokidar'
import {
  ALL_SETTLED,
  observe,
  SETTLE,
  type SeenFile,
  type Unsettled,
  type Watch,
} from '../model/update/settling.js'
import { readRegularFile } from './read-regular-file.js'
import { FOLDER_DEPTH, isIgnored, LIMITS } from './updates-folder.js'

export type FolderWatch = {
  /** Looks twice, calls `onNews` for the first time, and goes on watching. */
  start: () => Promise<void>
  /** Looks now: what to treat with care. May be called from within `onNews`. */
  look: () => Promise<Unsettled>
  close: () => Promise<void>
}

export type WatchOptions = {
  dir: string
  /** Ask the file system regularly, for network shares, which tell nobody what happens on them. */
  polling: boolean
  /** There is something to take in. Looks go on when it is done. */
  onNews: () => Promise<void>
  /** Milliseconds of a clock that never goes back. */
  now: () => number
  settle?: typeof SETTLE
  onTrouble: (reason: string) => void
}

/** A look at least this often, whatever the file system says or forgets to say, in milliseconds. */
const RESCAN = 30_000
/** Changes come in flocks. */
const FLOCK = 100

/**
 * Watches the drop folder. What the file system tells is a hint to look again; what counts is what is seen at two looks.
 * Nothing in the folder is opened for writing.
 */
export function watchFolder(options: WatchOptions): FolderWatch {
  const { onNews, now, onTrouble, settle = SETTLE } = options
  let watched: Watch = new Map()
  let unsettled: Unsettled = ALL_SETTLED
  let hasNews = true
  let isHinted = false
  let isOpen = true
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<unknown> = Promise.resolve()
  let telling: Promise<void> = Promise.resolve()

  const look = (): Promise<number | null> => {
    const done = looking.then(async () => {
      const observed = observe(watched, await seenFiles(options.dir), now(), settle)
      watched = observed.watch
      unsettled = observed.unsettled
      hasNews ||= observed.news
      return observed.again
    })
    looking = done.catch(() => {})
    return done
  }
  const lookAndTell = async () => {
    isHinted = false
    let again: number | null = null
    try {
      again = await look()
      if (hasNews && isOpen) {
        hasNews = false
        await onNews()
      }
    } catch (error) {
      // The next look finds it again.
      hasNews = true
      onTrouble(reasonOf(error))
    }
    plan(isHinted ? FLOCK : again === null ? RESCAN : again - now())
  }
  const plan = (wait: number) => {
    clearTimeout(timer)
    if (!isOpen) return
    const inTurn = () => {
      telling = telling.then(lookAndTell)
    }
    timer = setTimeout(inTurn, Math.min(RESCAN, Math.max(FLOCK, wait)))
  }
  const hints = openHints(options, () => {
    isHinted = true
    plan(FLOCK)
  })
  return {
    start: async () => {
      await look()
      await new Promise(done => setTimeout(done, settle.equal))
      telling = telling.then(lookAndTell)
      await telling
    },
    look: async () => {
      await look()
      if (hasNews) plan(FLOCK)
      return unsettled
    },
    close: async () => {
      isOpen = false
      clearTimeout(timer)
      await hints.close()
      await telling
    },
  }
}

function openHints({ dir, polling, onTrouble }: WatchOptions, onHint: () => void) {
  const hints = openWatcher(dir, {
    ignoreInitial: true,
    followSymlinks: false,
    depth: FOLDER_DEPTH,
    usePolling: polling,
    interval: 1_000,
    ignored: path => path !== dir && isIgnored(basename(path)),
  })
  hints.on('all', onHint)
  hints.on('error', error => onTrouble(reasonOf(error)))
  return hints
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Every update file of the folder with the hash of its bytes. What can't be read is left out: the take-in names it. */
export async function seenFiles(dir: string): Promise<SeenFile[]> {
  const found: SeenFile[] = []
  await seeFolder(dir, basename(resolve(dir)), 0, found)
  return found
}

async function seeFolder(path: string, name: string, depth: number, found: SeenFile[]): Promise<void> {
  if (depth > FOLDER_DEPTH) return
  const entries: Dirent[] = await readdir(path, { withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (isIgnored(entry.name)) continue
    const [inner, file] = [join(path, entry.name), `${name}/${entry.name}`]
    if (entry.isDirectory()) await seeFolder(inner, file, depth + 1, found)
    else if (entry.isFile()) found.push(...(await seeFile(inner, file)))
  }
}

async function seeFile(path: string, file: string): Promise<SeenFile[]> {
  const limit = LIMITS[extname(file).toLowerCase()]
  const state = await stat(path).catch(() => null)
  if (!state) return []
  const { size, mtimeMs: mtime } = state
  const read = limit === undefined ? null : await readRegularFile(path, { limit, followLinks: false })
  if (read && 'fault' in read && read.fault === 'gone') return []
  // One that changes while it is read is never the same twice; one too large is known by its size and time.
  const changing = read && 'fault' in read && read.fault === 'changing'
  const hash =
    read && 'bytes' in read
      ? createHash('sha256').update(read.bytes).digest('hex')
      : changing
        ? `changing ${performance.now()}`
        : ''
  return [{ file, size, mtime, hash }]
}
