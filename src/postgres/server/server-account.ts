import { execFile, spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { NoServer } from './no-server.js'

/** The numbers of a system account. */
export type Account = { uid: number; gid: number }

/** The account that is created where the system has no `postgres`. */
export const OWN_ACCOUNT = 'estafette-postgres'
const KNOWN = ['postgres', OWN_ACCOUNT]

/**
 * PostgreSQL refuses to run as root, so root lends its server an account without rights. It is the cluster's at `dir` if ours or the owner of
 * `dataDir`, else `postgres`, else a new one. Throws NoServer when there is none. Null: the server runs as we do.
 */
export async function lentAccount(dir: string, dataDir: string): Promise<Account | null> {
  if (process.getuid?.() !== 0) return null
  return ownerOf(dir, dataDir) ?? (await serverAccount())
}

/** A cluster keeps its account, except the earlier `nobody`, which everybody shares. */
function ownerOf(dir: string, dataDir: string): Account | null {
  const found = statSync(dir, { throwIfNoEntry: false })
  if (!found || found.uid === 0) return null
  const known = KNOWN.some(name => listed(name)?.uid === found.uid)
  const isUsers = found.uid === statSync(dataDir, { throwIfNoEntry: false })?.uid
  return known || isUsers ? { uid: found.uid, gid: found.gid } : null
}

async function serverAccount(): Promise<Account> {
  for (const name of KNOWN) {
    const account = listed(name) ?? (await fromDirectory(name))
    if (account) return account
  }
  return makeAccount()
}

/** From /etc/passwd, which nearly every system has: faster than a process. */
function listed(name: string): Account | null {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find(one => one.startsWith(`${name}:`))
    return numbers(line?.split(':').slice(2, 4) ?? [])
  } catch {
    return null
  }
}

/** From the system's account directory, such as LDAP. */
async function fromDirectory(name: string): Promise<Account | null> {
  try {
    const told = await Promise.all(['-u', '-g'].map(flag => run('id', [flag, name], { env: SYSTEM })))
    return numbers(told.map(({ stdout }) => stdout))
  } catch {
    return null
  }
}

function numbers([uid = '', gid = '']: string[]): Account | null {
  return Number(uid) > 0 && Number(gid) > 0 ? { uid: Number(uid), gid: Number(gid) } : null
}

const run = promisify(execFile)
/** A cron job's path has no sbin. */
const SYSTEM = { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', LC_ALL: 'C' }

/** Creates a system account, one process at a time: useradd checks for it before locking the files, so a second one would change its number. */
export async function makeAccount(name = OWN_ACCOUNT): Promise<Account> {
  const lock = await takeTurn()
  try {
    const why = listed(name) ? '' : await tryToMake(name)
    const made = listed(name)
    if (made) return made
    throw new NoServer(
      `PostgreSQL does not run as root, and no account could be made for it (${why}). ` +
        `Make a system account "${name}", run Estafette as an ordinary user, or set DATABASE_URL.`,
    )
  } finally {
    lock?.close()
  }
}

/** A name in Linux's abstract namespace: one process has it, and it ends with the process. Null on other systems. */
async function takeTurn(): Promise<Server | null> {
  for (let attempt = 0; attempt < TURN_ATTEMPTS; attempt++) {
    const lock = createServer().unref()
    const code = await new Promise<string | undefined>(resolve => {
      lock.once('error', (error: NodeJS.ErrnoException) => resolve(error.code))
      lock.listen({ path: '\0estafette-postgres-account' }, () => resolve(undefined))
    })
    if (code === undefined) return lock
    if (code !== 'EADDRINUSE') return null
    await pause(TURN_PAUSE_MS)
  }
  return null
}

const TURN_ATTEMPTS = 200
const TURN_PAUSE_MS = 50

/** With shadow (Debian, Red Hat, SUSE, Arch), else with busybox (Alpine). Returns the error message. */
async function tryToMake(name: string): Promise<string> {
  const noLogIn = ['-s', '/usr/sbin/nologin', name]
  const shadow = ['--system', '--user-group', '--no-create-home', '--home-dir', '/nonexistent', ...noLogIn]
  const refusal = await refusalOf('useradd', shadow)
  if (refusal !== MISSING) return refusal
  await refusalOf('addgroup', ['-S', name])
  const busybox = ['-S', '-D', '-H', '-h', '/nonexistent', '-G', name, ...noLogIn]
  return refusalOf('adduser', busybox)
}

const MISSING = 'neither useradd nor adduser is there'

async function refusalOf(command: string, args: string[]): Promise<string> {
  try {
    await run(command, args, { env: SYSTEM })
    return ''
  } catch (error) {
    const { code, stderr, message } = error as { code?: string; stderr?: string; message: string }
    return code === 'ENOENT' ? MISSING : stderr?.trim().split('\n').at(-1) || message
  }
}

/** Whether the server's account may pass through a folder. Asks the system, so access lists (ACL) count too. */
export function mayEnter(folder: string, account: Account): boolean {
  const { status, error } = spawnSync('test', ['-x', folder], { ...account, env: SYSTEM, stdio: 'ignore' })
  const { code } = (error ?? {}) as NodeJS.ErrnoException
  if (code === 'EPERM' || code === 'EINVAL')
    throw new NoServer(
      `PostgreSQL does not run as root, and root may not lend it an account here (${code}). ` +
        'Run Estafette as an ordinary user, or set DATABASE_URL.',
    )
  return status === 0
}
