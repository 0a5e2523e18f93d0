import { basename } from 'node:path'
import { watch as openWatcher } from 'chokidar'
import { isLeftAlone } from '../model/updates/left-alone.js'
import { ALL_SETTLED, observe, SETTLE, type Unsettled, type Watch } from '../model/updates/settling.js'
import { FOLDER_DEPTH } from './list-updates.js'
import { type Seen, seenFiles } from './seen-files.js'

export type FolderWatch = {
  /** Scans twice, calls `onNews` for the first time, and then watches. */
  start: () => Promise<void>
  /** Scans now and returns what to treat with care. May be called within `onNews`. */
  look: () => Promise<Unsettled>
  close: () => Promise<void>
}

export type WatchOptions = {
  dir: string
  /** Polls the file system: network shares report no changes. */
  polling: boolean
  /** Something can be taken in. The next scan waits for it to finish. */
  onNews: () => Promise<void>
  /** A monotonic clock, in milliseconds. */
  now: () => number
  settle?: typeof SETTLE
  onTrouble: (reason: string) => void
}

/** Maximum time between scans, in milliseconds, even if the file system reports no change. */
const RESCAN_MS = 30_000

/** Groups changes that come together; in milliseconds. */
const FLOCK_MS = 100

/**
 * Watches the drop folder. A file system event only triggers a scan; what counts is what two scans found. Nothing in the folder is opened for
 * writing.
 */
export function watchFolder(options: WatchOptions): FolderWatch {
  const { onNews, now, onTrouble, settle = SETTLE } = options
  const state: State = { watched: new Map(), seen: new Map(), unsettled: ALL_SETTLED, hasNews: true }
  let isHinted = false
  let isOpen = true
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<unknown> = Promise.resolve()
  let telling: Promise<void> = Promise.resolve()

  const look = (): Promise<number | null> => {
    const done = looking.then(() => lookOnce(state, options))
    looking = done.catch(() => {})
    return done
  }
  const lookAndTell = async () => {
    isHinted = false
    let again: number | null = null
    try {
      again = await look()
      if (state.hasNews && isOpen) {
        state.hasNews = false
        await onNews()
      }
    } catch (error) {
      // The next scan finds it again.
      state.hasNews = true
      onTrouble(reasonOf(error))
    }
    plan(isHinted ? FLOCK_MS : again === null ? RESCAN_MS : again - now())
  }
  const plan = (wait: number) => {
    clearTimeout(timer)
    if (!isOpen) return
    const inTurn = () => {
      telling = telling.then(lookAndTell)
    }
    timer = setTimeout(inTurn, Math.min(RESCAN_MS, Math.max(FLOCK_MS, wait)))
  }
  const hints = openHints(options, () => {
    isHinted = true
    plan(FLOCK_MS)
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
      if (state.hasNews) plan(FLOCK_MS)
      return state.unsettled
    },
    close: async () => {
      isOpen = false
      clearTimeout(timer)
      await hints.close()
      await telling
    },
  }
}

/** Results of the scans so far; `hasNews`: something was found and not reported. */
type State = { watched: Watch; seen: Seen; unsettled: Unsettled; hasNews: boolean }

/** Resolves to when the folder must be scanned again; null when there is no fixed time. */
async function lookOnce(state: State, { dir, now, settle = SETTLE }: WatchOptions): Promise<number | null> {
  const observed = observe(state.watched, await seenFiles(dir, state.seen, now()), now(), settle)
  state.watched = observed.watch
  state.unsettled = observed.unsettled
  state.hasNews ||= observed.news
  return observed.again
}

function openHints({ dir, polling, onTrouble }: WatchOptions, onHint: () => void) {
  const hints = openWatcher(dir, {
    ignoreInitial: true,
    followSymlinks: false,
    depth: FOLDER_DEPTH,
    usePolling: polling,
    interval: 1_000,
    ignored: path => path !== dir && isLeftAlone(basename(path)),
  })
  hints.on('all', onHint)
  hints.on('error', error => onTrouble(reasonOf(error)))
  return hints
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
