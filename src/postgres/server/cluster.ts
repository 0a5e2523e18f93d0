import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  constants,
  copyFileSync,
  linkSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { bringOut } from './bring-out.js'
import { claimPlace, clusterDir, hasCluster, link, namedBy, openBase, pointerText } from './cluster-place.js'
import { POINTER, writeOwner } from './cluster-pointer.js'
import { makeDataDir } from './data-dir.js'
import { giveCluster } from './move-cluster.js'
import { NoServer } from './no-server.js'
import { type Account, lentAccount, mayEnter } from './server-account.js'
import { type ServerBinaries, serverBinaries } from './server-binaries.js'
import type { Cluster } from './server-process.js'
import { isRunning } from './start-server.js'

/**
 * The cluster of `dataDir`, made when missing: in `dataDir/postgres`, or outside where root lends the server an account that can't reach that.
 * Parallel processes each build one beside it; the first rename wins, and all use it. Throws NoServer, the system's error, or initdb's words.
 */
export async function openCluster(dataDir: string): Promise<Cluster> {
  const inside = resolve(dataDir, 'postgres')
  const account = await lentAccount(clusterDir(dataDir), dataDir)
  makeDataDir(dataDir, account)
  const dir = account ? placed(dataDir, inside, account) : ownPlace(dataDir)
  const binaries = serverBinaries(account, () => binariesPlace(dataDir, account))
  if (!hasCluster(dir)) await makeCluster(dir, binaries, account)
  const log = resolve(dataDir, 'postgres.log')
  return { dir, log, binaries, account, password: passwordOf(dir) }
}

function ownPlace(dataDir: string): string {
  const outside = namedBy(dataDir)
  if (outside)
    throw new NoServer(
      `The ledger of ${resolve(dataDir)} lies at ${outside}, where root put it. Run Estafette as root, or set DATA_DIR elsewhere.`,
    )
  return clusterDir(dataDir)
}

/** In DATA_DIR if the account can reach it, else outside. A server left running by an earlier version is used in its place. */
function placed(dataDir: string, inside: string, account: Account): string {
  const isHere = hasCluster(inside)
  if (isHere && isRunning(inside)) return inside
  if (!namedBy(dataDir)) {
    if (mayEnter(dataDir, account)) return withAccount(inside, account)
    makePlace(dataDir, account)
  }
  const outside = clusterDir(dataDir)
  claimPlace(dataDir, outside)
  bringOut(inside, outside)
  return withAccount(outside, account)
}

function withAccount(dir: string, account: Account): string {
  if (!isRunning(dir)) giveCluster(dir, account)
  return dir
}

function binariesPlace(dataDir: string, account: Account | null): string {
  return account ? openBase(account) : resolve(dataDir)
}

const passwordFile = (dir: string) => join(dir, 'estafette.password')

/** The password of the cluster's owner in PostgreSQL. */
export const passwordOf = (dir: string) => readFileSync(passwordFile(dir), 'utf8')

async function makeCluster(dir: string, binaries: ServerBinaries, account: Account | null) {
  const own = `${dir}.new-${process.pid}-${randomBytes(3).toString('hex')}`
  const secret = `${own}.password`
  const password = randomBytes(24).toString('hex')
  try {
    mkdirSync(own, { mode: 0o700 })
    writeFileSync(secret, password, { mode: 0o600 })
    if (account) for (const path of [own, secret]) chownSync(path, account.uid, account.gid)
    const auth = ['-U', 'estafette', '--auth=scram-sha-256', `--pwfile=${secret}`]
    await initdb(binaries, account, ['-D', own, ...auth, '--encoding=UTF8', '--no-locale'])
    writeFileSync(passwordFile(own), password, { mode: 0o600 })
    renameSync(own, dir)
  } catch (error) {
    if (!hasCluster(dir)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
    rmSync(secret, { force: true })
  }
}

function initdb({ initdb }: ServerBinaries, account: Account | null, args: string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C' }
    const child = spawn(initdb, args, { ...account, env, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', chunk => {
      said += chunk
    })
    child.once('error', reject)
    child.once('close', code => (code === 0 ? resolve() : reject(refusalOf(said, code))))
  })
}

function refusalOf(said: string, code: number | null): Error {
  const user = /could not look up effective user ID (\d+)/.exec(said)?.[1]
  if (!user) return new Error(`PostgreSQL: ${reasonIn(said)} (initdb ${code})`)
  return new NoServer(
    `PostgreSQL wants a name for the user ${user}, and this system has none. Add user ${user} to /etc/passwd, run Estafette as a user of the system, or set DATABASE_URL.`,
  )
}

/** The line with the reason; the last line often only reports the clean-up. */
function reasonIn(said: string): string {
  const lines = said.trim().split('\n')
  return lines.find(line => /\b(error|fatal|could not|no space)\b/i.test(line)) ?? lines.at(-1) ?? ''
}

/**
 * Makes an external place for the cluster of `dataDir`, which names it. Of two processes, the first wins. `dataDir` names it while it is still empty,
 * so that no ledger is without its DATA_DIR.
 */
export function makePlace(dataDir: string, account: Account): string {
  const home = realpathSync(dataDir)
  const slug = home
    .replace(/[^A-Za-z0-9]+/g, '-')
    .slice(-40)
    .replace(/^-|-$/g, '')
  const place = join(openBase(account), `${slug}-${randomBytes(4).toString('hex')}`)
  mkdirSync(place)
  chmodSync(place, 0o711)
  writeOwner(place, home)
  if (!link(place, join(dataDir, POINTER), linkSync))
    writeOnce(join(dataDir, POINTER), pointerText(place, ''))
  const named = namedBy(dataDir) ?? ''
  if (dirname(named) !== place) rmSync(place, { recursive: true, force: true })
  return named
}

/** The file appears whole or not at all; the first one stays. */
function writeOnce(file: string, text: string) {
  const own = `${file}.new-${process.pid}`
  writeFileSync(own, text, { mode: 0o600, flush: true })
  try {
    linkSync(own, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') copyFileSync(own, file, constants.COPYFILE_EXCL)
  } finally {
    rmSync(own, { force: true })
  }
}
