import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import pg from 'pg'
import { findOrphans } from '../../../src/postgres/operations/orphans.js'
import { makePlace, openCluster } from '../../../src/postgres/server/cluster.js'
import { clusterDir } from '../../../src/postgres/server/cluster-place.js'
import { openEmbeddedServer } from '../../../src/postgres/server/embedded.js'
import { type Account, lentAccount } from '../../../src/postgres/server/server-account.js'
import { postmaster } from '../../../src/postgres/server/server-process.js'
import { isRunning } from '../../../src/postgres/server/start-server.js'

const isRoot = process.getuid?.() === 0
if (!isRoot) console.log('Skipped: clusters outside of DATA_DIR, for only root lends an account.')

/** A folder that only root may enter, as /root is. */
let closed: string
let data: string
const made = new Set<string>()
let elsewhere: string | null = null

beforeEach(() => {
  closed = mkdtempSync(join(tmpdir(), 'estafette-closed-'))
  data = join(closed, 'data')
})
afterEach(() => {
  if (elsewhere) rmSync(elsewhere, { recursive: true, force: true })
  rmSync(closed, { recursive: true, force: true })
  for (const place of made) rmSync(place, { recursive: true, force: true })
  made.clear()
})

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

async function keep(value: string, dir = data) {
  await inLedger(dir, client => client.query(`create table kept as select '${value}' as value`))
}

const kept = (dir = data): Promise<string> =>
  inLedger(dir, client => client.query('select value from kept').then(({ rows }) => rows[0].value))

async function inLedger<T>(dir: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const server = await openEmbeddedServer(dir)
  made.add(placeOf(dir))
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
    await server.close()
  }
}

const placeOf = (dir: string) => dirname(clusterDir(dir))

/** What root lends. */
async function account(): Promise<Account> {
  const lent = await lentAccount(join(closed, 'none'), closed)
  if (!lent) throw new Error('root lends an account')
  return lent
}

/** As commit 1a4ccf6 left it: below DATA_DIR, owned by `nobody`, who could come there by a capability. */
async function earlier(value: string): Promise<{ uid: number; gid: number }> {
  chmodSync(closed, 0o711)
  await keep(value)
  const nobody = { uid: 65534, gid: 65534 }
  const { uid } = statSync(join(data, 'postgres'))
  for (const entry of readdirSync(join(data, 'postgres'), { recursive: true, encoding: 'utf8' }))
    if (statSync(join(data, 'postgres', entry)).uid === uid)
      chownSync(join(data, 'postgres', entry), nobody.uid, nobody.gid)
  chownSync(join(data, 'postgres'), nobody.uid, nobody.gid)
  chmodSync(data, 0o755)
  chmodSync(closed, 0o700)
  return nobody
}

/** A closed folder on another disk than clusters outside, or null where there is none. */
function onOtherDisk(): string | null {
  const shm = '/dev/shm'
  if (!existsSync(shm) || statSync(shm).dev === statSync('/var/lib').dev) {
    console.log('Skipped: a ledger on another disk, for there is no /dev/shm.')
    return null
  }
  elsewhere = mkdtempSync(join(shm, 'estafette-closed-'))
  return elsewhere
}

const forRoot = isRoot ? describe : describe.skip

forRoot('a ledger whose DATA_DIR the server’s account can’t reach', () => {
  it('lies outside, closed to others, and nobody’s rights are widened', async () => {
    await keep('a')
    const dir = clusterDir(data)
    expect(dir).not.toContain(closed)
    expect([modeOf(closed), modeOf(data), modeOf(dir), modeOf(dirname(dir))]).toEqual([
      '700',
      '700',
      '700',
      '711',
    ])
    expect([statSync(dirname(dir)).uid, statSync(join(data, 'cluster.json')).uid]).toEqual([0, 0])
    expect(statSync(dir).uid).toBe((await lentAccount(dir, data))?.uid)
  })

  it('is served without any capability, by an account without rights', async () => {
    const server = await openEmbeddedServer(data)
    made.add(placeOf(data))
    const status = readFileSync(`/proc/${postmaster({ dir: clusterDir(data) })?.pid}/status`, 'utf8')
    expect(status).toMatch(/^CapPrm:\t0+$/m)
    expect(status).toMatch(/^CapEff:\t0+$/m)
    expect(status).toMatch(/^CapAmb:\t0+$/m)
    expect(status).not.toMatch(/^Uid:\t(0|65534)\t/m)
    await server.close()
  })

  it('is made once by three that begin at once', async () => {
    const servers = await Promise.all(Array.from({ length: 3 }, () => openEmbeddedServer(data)))
    made.add(placeOf(data))
    expect(new Set(servers.map(({ url }) => url)).size).toBe(1)
    for (const server of servers) await server.close()
    expect((await findOrphans(false)).filter(({ dataDir }) => dataDir === data)).toEqual([])
  })

  it('goes along when DATA_DIR is moved', async () => {
    await keep('a')
    const dir = clusterDir(data)
    renameSync(data, join(closed, 'moved'))
    expect((await findOrphans(false)).filter(({ place }) => place === dirname(dir))).toEqual([])
    expect(await kept(join(closed, 'moved'))).toBe('a')
    expect(clusterDir(join(closed, 'moved'))).toBe(dir)
  })

  it('is used by no copy of DATA_DIR while the original is there', async () => {
    await keep('a')
    const copy = join(closed, 'copy')
    cpSync(data, copy, { recursive: true })
    await expect(openEmbeddedServer(copy)).rejects.toThrow(`${copy} is a copy of ${data}`)
    expect(await kept()).toBe('a')
    rmSync(data, { recursive: true })
    expect(await kept(copy)).toBe('a')
  })

  it('is not made anew when it is gone: that is said', async () => {
    mkdirSync(data)
    rmSync(dirname(makePlace(data, await account())), { recursive: true })
    await expect(openEmbeddedServer(data)).rejects.toThrow('Bring that folder back')
  })

  it('follows no DATA_DIR to a place that isn’t ours', async () => {
    mkdirSync(data)
    cpSync('/etc/hostname', join(data, 'cluster.json'))
    await expect(openEmbeddedServer(data)).rejects.toThrow('does not name a ledger')
  })
})

forRoot('a ledger whose DATA_DIR was removed', () => {
  it('is removed by the next command, its server stopped', async () => {
    await keep('a')
    const place = placeOf(data)
    // As a process that was killed leaves it: the server runs, and nobody uses it.
    const script = `const { openEmbeddedServer } = await import(process.argv[1])
      await openEmbeddedServer(process.argv[2]); process.kill(process.pid, 'SIGKILL')`
    const source = join(import.meta.dirname, '../../../src/postgres/server/embedded.ts')
    spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script, source, data], {
      cwd: join(import.meta.dirname, '../../..'),
    })
    const { pid = 0 } = postmaster({ dir: join(place, 'postgres') }) ?? {}
    expect(isRunning(join(place, 'postgres'))).toBe(true)
    rmSync(data, { recursive: true })
    await findOrphans(true)
    // A process that is ending has no program any more.
    while (existsSync(`/proc/${pid}/exe`)) await new Promise(resolve => setImmediate(resolve))
    expect(existsSync(place)).toBe(false)
  })

  it('stays while a service uses it', async () => {
    const server = await openEmbeddedServer(data)
    const place = placeOf(data)
    made.add(place)
    rmSync(data, { recursive: true })
    expect(await findOrphans(true)).toContainEqual({ place, dataDir: data, state: 'in-use' })
    await server.close()
    await findOrphans(true)
    expect(existsSync(place)).toBe(false)
  })

  it('is only named to the doctor', async () => {
    // In use, so that no other command of this machine removes it.
    const server = await openEmbeddedServer(data)
    const place = placeOf(data)
    made.add(place)
    expect((await findOrphans(false)).map(one => one.place)).not.toContain(place)
    rmSync(data, { recursive: true })
    expect(await findOrphans(false)).toContainEqual({ place, dataDir: data, state: 'unused' })
    expect(existsSync(join(place, 'postgres', 'PG_VERSION'))).toBe(true)
    await server.close()
  })

  it('is named, not removed, when its disk may only be away', async () => {
    const disk = onOtherDisk()
    if (!disk) return
    const far = join(disk, 'data')
    await keep('a', far)
    const place = placeOf(far)
    const copy = join(closed, 'copy')
    cpSync(far, copy, { recursive: true })
    // Not there, as one that is not mounted.
    renameSync(far, join(disk, 'away'))
    expect(await findOrphans(true)).toContainEqual({ place, dataDir: far, state: 'unknown' })
    expect(await kept(copy)).toBe('a')
  })
})

forRoot('a ledger of an earlier version', () => {
  it('in a closed folder is brought outside, to an account of its own', async () => {
    const nobody = await earlier('a')
    expect(await kept()).toBe('a')
    const dir = clusterDir(data)
    expect([dir.includes(closed), existsSync(join(data, 'postgres'))]).toEqual([false, false])
    expect(statSync(dir).uid).not.toBe(nobody.uid)
    expect(modeOf(data)).toBe('700')
  })

  it('in an open folder stays, and is given to the account', async () => {
    const nobody = await earlier('a')
    chmodSync(closed, 0o711)
    expect(await kept()).toBe('a')
    expect(clusterDir(data)).toBe(join(data, 'postgres'))
    expect(statSync(join(data, 'postgres')).uid).not.toBe(nobody.uid)
    expect(modeOf(data)).toBe('711')
  })

  it('goes on being moved and given where a command was ended in the middle', async () => {
    await earlier('a')
    const { uid, gid } = await account()
    makePlace(data, { uid, gid })
    chownSync(join(data, 'postgres', 'global'), uid, gid)
    expect(await kept()).toBe('a')
    expect(clusterDir(data)).not.toContain(closed)
  })

  it('is brought to another disk whole', async () => {
    const disk = onOtherDisk()
    if (!disk) return
    await earlier('a')
    cpSync(data, join(disk, 'data'), { recursive: true, preserveTimestamps: true })
    // As a command that was ended while it copied leaves it.
    const far = join(disk, 'data')
    renameSync(join(far, 'postgres'), join(far, 'postgres.moving'))
    chownSync(join(far, 'postgres.moving'), 65534, 65534)
    makePlace(far, await account())
    expect(await kept(far)).toBe('a')
    expect(readdirSync(far).filter(name => name.startsWith('postgres.m'))).toEqual([])
  })

  it('that was put beside one outside is not chosen by itself', async () => {
    await keep('a')
    const other = join(closed, 'other')
    chmodSync(closed, 0o711)
    await openCluster(other)
    chmodSync(closed, 0o700)
    renameSync(join(other, 'postgres'), join(data, 'postgres'))
    await expect(openEmbeddedServer(data)).rejects.toThrow('There are two ledgers')
  })
})
