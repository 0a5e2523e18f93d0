import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'
import { clusterDir, hasCluster } from '../../src/postgres/server/cluster-place.js'
import { connectOne } from '../../src/postgres/server/connection.js'
import { prepareDataDir } from '../../src/postgres/server/data-dir.js'
import { openDatabase } from '../../src/postgres/server/database.js'
import { openEmbeddedServer } from '../../src/postgres/server/embedded.js'
import { lentAccount, mayEnter } from '../../src/postgres/server/server-account.js'
import { preparePostgres } from '../../src/queue/queue-tables.js'
import { passableFolder } from './folders.js'

/** Not a folder that others may write to: what lies here is run by every test. */
const PLACES = join(PROJECT_ROOT, 'node_modules', '.cache', 'estafette-cluster')
const PLACES_KEPT = 3
/** A copy takes seconds. */
const UNUSED_MS = 3_600_000
/** All that decides what a new cluster holds. */
const MADE_OF = ['src/postgres', 'src/queue', 'test/support/ready-cluster.ts', 'package-lock.json']

/** A process that is killed loses nothing by these; a machine that loses its power would, and no test does that. */
const QUICK = ['fsync = off', 'full_page_writes = off', 'io_method = sync', 'shared_buffers = 16MB']

export type ClusterOptions = {
  /** Is the server to tell that each commit is on the disk, as a real one? */
  durable?: boolean
}

/**
 * Lays a cluster with the tables of ledger and queue into a DATA_DIR that has none: what initdb and the migrations make, copied. Like
 * theirs, it has an identifier that no other has. Where the server's account can't come so far, nothing is laid.
 */
export async function layCluster(dataDir: string, { durable = false }: ClusterOptions = {}): Promise<void> {
  if (hasCluster(clusterDir(dataDir))) return
  await prepareDataDir(dataDir)
  const dir = clusterDir(dataDir)
  const account = await lentAccount(dir, dataDir)
  if (account && !mayEnter(dataDir, account)) return
  copyAll(await readyCluster(), dir)
  identify(dir, randomBytes(8))
  if (!durable) appendFileSync(join(dir, 'postgresql.conf'), `${QUICK.join('\n')}\n`)
}

/** The cluster that is copied, made by the first who needs it. Of two who make it at once, the first rename wins. */
async function readyCluster(): Promise<string> {
  const place = join(PLACES, hashOfSources())
  if (existsSync(place)) {
    utimesSync(place, new Date(), new Date())
    return place
  }
  const own = `${place}.new-${process.pid}-${randomBytes(3).toString('hex')}`
  mkdirSync(PLACES, { recursive: true, mode: 0o700 })
  try {
    await makeCluster(own)
    renameSync(own, place)
  } catch (error) {
    if (!existsSync(place)) throw error
  } finally {
    rmSync(own, { recursive: true, force: true })
  }
  removeOld()
  return place
}

async function makeCluster(to: string) {
  const dataDir = passableFolder('estafette-ready-')
  let last = ''
  try {
    const server = await openEmbeddedServer(dataDir)
    try {
      const { close } = await openDatabase(server.appUrl, { connections: 1, ownerUrl: server.url })
      await preparePostgres(server.appUrl, server.url)
      await close()
      last = await slim(server.url)
    } finally {
      await server.close()
    }
    const dir = clusterDir(dataDir)
    // Each copy finds a port of its own.
    rmSync(join(dir, 'estafette.port'))
    for (const segment of segments(dir)) basename(segment) === last ? makeSparse(segment) : rmSync(segment)
    copyAll(dir, to)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/**
 * Drops the untouched template, a third of the files, and leaves the log that the migrations wrote behind; template1 stays, as tests make
 * databases of it. Returns the name of the segment that is still needed.
 */
async function slim(url: string): Promise<string> {
  const owner = await connectOne(url)
  try {
    await owner.query("update pg_database set datistemplate = false where datname = 'template0'")
    await owner.query('drop database template0')
    await owner.query('select pg_switch_wal()')
    await owner.query('checkpoint')
    const { rows } = await owner.query('select pg_walfile_name(pg_current_wal_lsn()) as name')
    return rows[0].name
  } finally {
    await owner.end()
  }
}

/** What a segment of the log does not use yet is zeros: as a hole, they are not copied. */
function makeSparse(segment: string) {
  const bytes = readFileSync(segment)
  truncateSync(segment, bytes.findLastIndex(byte => byte !== 0) + 1)
  truncateSync(segment, bytes.length)
}

function copyAll(from: string, to: string) {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`cp: ${stderr}`)
}

let hashed: string | null = null

function hashOfSources(): string {
  hashed ??= MADE_OF.flatMap(path => filesBelow(join(PROJECT_ROOT, path)))
    .reduce((hash, file) => hash.update(readFileSync(file)), createHash('sha256'))
    .digest('hex')
    .slice(0, 20)
  return hashed
}

function filesBelow(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))
    .sort()
}

/** Those that another process may be copying stay: a place tells by its time when it was last used. */
function removeOld() {
  const before = Date.now() - UNUSED_MS
  const byAge = readdirSync(PLACES)
    .filter(name => !name.includes('.new-'))
    .map(name => ({
      path: join(PLACES, name),
      used: statSync(join(PLACES, name), { throwIfNoEntry: false })?.mtimeMs ?? 0,
    }))
    .sort((a, b) => b.used - a.used)
  for (const { path, used } of byAge.slice(PLACES_KEPT))
    if (used < before) rmSync(path, { recursive: true, force: true })
}

/** Gives a cluster that was shut down another system identifier: in pg_control, and at the head of each segment of its log. */
function identify(dir: string, identifier: Buffer) {
  const file = join(dir, 'global', 'pg_control')
  const control = readFileSync(file)
  const end = endOfControl(control)
  identifier.copy(control)
  control.writeUInt32LE(crc32c(control.subarray(0, end)), end)
  writeFileSync(file, control)
  for (const segment of segments(dir)) {
    const opened = openSync(segment, 'r+')
    writeSync(opened, identifier, 0, identifier.length, SYSTEM_IN_SEGMENT)
    closeSync(opened)
  }
}

const segments = (dir: string): string[] =>
  readdirSync(join(dir, 'pg_wal'))
    .filter(name => /^[0-9A-F]{24}$/.test(name))
    .map(name => join(dir, 'pg_wal', name))

/** In XLogLongPageHeaderData (PostgreSQL, xlog_internal.h). */
const SYSTEM_IN_SEGMENT = 24

/** Where the checksum stands that ends ControlFileData (PostgreSQL, pg_control.h): its size differs from one version to the next. */
function endOfControl(control: Buffer): number {
  for (let end = 200; end < 512; end += 4)
    if (crc32c(control.subarray(0, end)) === control.readUInt32LE(end)) return end
  throw new Error('pg_control has no checksum')
}

/** CRC-32C (RFC 3720, appendix B.4). */
function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0x82f63b78 : 0)
  }
  return ~crc >>> 0
}
