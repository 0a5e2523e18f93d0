import { randomUUID } from 'node:crypto'
import { watch } from 'chokidar'
import { TemplateError } from '../../src/mjml/template-error.js'
import { type Folder, openFolder } from './folder.js'

/** Why the folder can't be used: `templates/edition.mjml:12 …`. */
export type Trouble = { message: string }

/** The watched templates folder: its last usable state, and the fault of the newest one. */
export type WatchedFolder = {
  folder: () => Folder | null
  trouble: () => Trouble | null
  /** Differs after each reading and in each process: a page with an older one must be made again. */
  revision: () => string
  /** Reads the folder again. */
  read: () => Promise<void>
  /** Calls back after each change, once the folder was read; returns a function to stop. */
  onChange: (tell: () => void) => () => void
  close: () => Promise<void>
}

/** In milliseconds: an editor saves in several steps. */
const FLOCK = 60

/** Reads a templates folder, and again after each change. A fault is stored and reported; it ends nothing. */
export async function watchTemplates(dir: string): Promise<WatchedFolder> {
  let [folder, trouble]: [Folder | null, Trouble | null] = [null, null]
  let revision = randomUUID()
  let timer: NodeJS.Timeout | undefined
  let reading: Promise<void> = Promise.resolve()
  const listeners = new Set<() => void>()

  const read = () => {
    reading = reading.then(async () => {
      try {
        folder = await openFolder(dir)
        trouble = null
      } catch (error) {
        if (!(error instanceof TemplateError)) throw error
        trouble = { message: error.message }
      }
      revision = randomUUID()
      for (const tell of listeners) tell()
    })
    return reading
  }
  const watcher = watch(dir, { ignoreInitial: true })
  watcher.on('all', () => {
    clearTimeout(timer)
    timer = setTimeout(read, FLOCK)
  })
  await new Promise<void>(ready => watcher.once('ready', ready))
  await read()
  return {
    folder: () => folder,
    trouble: () => trouble,
    revision: () => revision,
    read,
    onChange: tell => {
      listeners.add(tell)
      return () => listeners.delete(tell)
    },
    close: async () => {
      clearTimeout(timer)
      await watcher.close()
      await reading
    },
  }
}
