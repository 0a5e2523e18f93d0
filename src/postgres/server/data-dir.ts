import { accessSync, chmodSync, constants, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { clusterDir } from './cluster-place.js'
import { makeFolder } from './make-folder.js'
import { type Account, lentAccount, mayEnter } from './server-account.js'

/** For the owner only; or passable, but not listable, for the server's account on its way to the cluster. */
const CLOSED = 0o700
const PASSABLE = 0o711

/** Creates DATA_DIR as the embedded server needs it. Throws NoServer or the system's error. */
export async function prepareDataDir(dataDir: string) {
  makeDataDir(dataDir, await lentAccount(clusterDir(dataDir), dataDir))
}

/**
 * Creates DATA_DIR, or checks that it is writable. It is closed to others (0700), or passable (0711) for a server's account that can reach it. Other
 * people's folders are never changed. Throws the system's error.
 */
export function makeDataDir(dataDir: string, account: Account | null) {
  const path = resolve(dataDir)
  makeFolder(dirname(path))
  const isNew = made(path)
  const entries = readdirSync(path)
  if (isNew || isOursToClose(path, entries)) close(path, entries, account)
  accessSync(path, constants.W_OK | constants.X_OK)
}

function made(path: string): boolean {
  try {
    mkdirSync(path, { mode: CLOSED })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return false
  }
}

/** An empty folder, or one that an earlier version left open; not /tmp, nor one given to a group. */
function isOursToClose(path: string, entries: string[]): boolean {
  const { uid, mode } = statSync(path)
  if (uid !== process.getuid?.() || (mode & STICKY) !== 0) return false
  if (entries.length === 0) return true
  return (mode & OPEN) !== 0 && ['secret', 'postgres', 'demo'].some(name => entries.includes(name))
}

const STICKY = 0o1000
/** Others may read or change its content. */
const OPEN = 0o006

function close(path: string, entries: string[], account: Account | null) {
  for (const name of PRIVATE) if (entries.includes(name)) chmodSync(join(path, name), CLOSED)
  const passes = account !== null && mayEnter(dirname(path), account)
  chmodSync(path, passes || hasOthersFolder(path) ? PASSABLE : CLOSED)
}

/** Private folders in DATA_DIR: mails with log-in links, copies of the roster. */
const PRIVATE = ['mail', 'backups', 'pdf', 'output']

/** A mail server that delivers into DATA_DIR/reports keeps its access. */
function hasOthersFolder(path: string): boolean {
  const found = statSync(join(path, 'reports'), { throwIfNoEntry: false })
  return found !== undefined && (found.uid !== process.getuid?.() || (found.mode & 0o022) !== 0)
}
