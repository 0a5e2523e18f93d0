import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openCluster } from '../../src/postgres/server/cluster.js'
import { postmaster } from '../../src/postgres/server/server-process.js'
import { copyAll } from '../support/putting-back.js'
import { atNthMail, CONNECTIONS, type Fault, finish, type Struck, states, unless, usual } from './fault.js'
import { nudge } from './nudge.js'
import { openOnes, openRig, type Rig, until } from './rig.js'
import type { Running } from './running.js'
import { between } from './seed.js'

const BY = 'informatique@agence.example'

/** A service, and a worker with a DATA_DIR of its own, which share the ledger alone, in mid-send. */
async function inMidSend(rig: Rig, random: () => number, more: Record<string, string> = {}) {
  const service = rig.estafette(['start'], { PORT: '0', ...more })
  await service.says('Estafette runs')
  const own = { DATA_DIR: join(rig.dir, 'other'), STATE_DIR: join(rig.dir, 'other-state') }
  const worker = rig.estafette(['worker'], { ...own, ...more })
  await worker.says('worker runs')
  const edition = await rig.edition()
  const reached = atNthMail(rig, 'RCPT', between(random, 10, rig.mails / 3), () => null)
  await nudge(rig)
  await reached
  usual(rig)
  return { service, worker, edition }
}

async function atEnd(...running: Running[]): Promise<(number | NodeJS.Signals)[]> {
  for (const one of running) one.signal('SIGTERM')
  return Promise.all(running.map(({ ended }) => ended))
}

/** The server says "off", and is killed (-9) in mid-send with whatever was not on its disk: our commits were. */
const asynchronous: Fault = {
  name: 'a ledger that lost its last second: killed (-9) under synchronous_commit=off',
  strike: async (rig, random) => {
    await rig.client.query('alter system set synchronous_commit = off')
    await rig.client.query('alter system set wal_writer_delay = 10000')
    await rig.client.query('select pg_reload_conf()')
    try {
      const { service, worker, edition } = await inMidSend(rig, random)
      const cluster = await openCluster(rig.engineDir)
      const { pid } = postmaster(cluster) ?? { pid: 0 }
      const began = performance.now()
      killAll(pid)
      await until(async () => (postmaster(cluster)?.pid ?? pid) !== pid, 60, 'the server’s return')
      await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the backlog’s end')
      const recovered = (performance.now() - began) / 1000
      const ended = await atEnd(service, worker)
      return {
        ...{ edition, rounds: 1, recovered, inDoubtAtMost: 2 * CONNECTIONS },
        wrong: unless(
          ended.every(status => status === 0),
          `SIGTERM ended them with ${ended}`,
        ),
      }
    } finally {
      await until(() => asItWas(rig), 60, 'the settings as they were')
    }
  },
}

async function asItWas({ client }: Rig): Promise<boolean> {
  await client.query('alter system reset all')
  await client.query('select pg_reload_conf()')
  return true
}

/** With its children, as a machine that goes down: else they would finish what they write. */
function killAll(pid: number) {
  const children = execFileSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' })
  for (const one of [String(pid), ...children.trim().split(/\s+/)]) execFileSync('kill', ['-KILL', one])
}

/**
 * A standby that lags takes over: what was committed since it had heard of anything is gone, and with it what left. Nothing leaves any more until
 * a person takes over; what the two processes know to have passed the gate is in doubt by then, the rest goes on.
 */
const failover: Fault = {
  name: 'a ledger that lost its last second: a lagging standby takes over',
  strike: async ({ backend }, random) => {
    const rig = await openRig(backend, 10)
    try {
      return { ...(await takenOver(rig, random)), elsewhere: { rig, close: rig.close } }
    } catch (error) {
      await rig.close()
      throw error
    }
  },
}

async function takenOver(rig: Rig, random: () => number): Promise<Omit<Struck, 'elsewhere'>> {
  const { service, worker, edition } = await inMidSend(rig, random)
  const { dir } = await openCluster(rig.engineDir)
  const standby = join(rig.dir, 'standby')
  await standbyOf(rig, dir, standby)
  const heard = rig.server.completed.length
  await until(() => rig.server.completed.length > heard + rig.mails / 10, 30, 'more mails')
  rig.database.cut()
  await pause(500)
  const lost = rig.server.completed.length - heard
  await rig.engineAtRest(() => promote(standby, dir))
  rig.database.resume()
  await Promise.all([service, worker].map(one => one.says('ledger.awaits-take-over')))
  // Long enough for the worker, which may have had nothing to do, to look at its server.
  await until(async () => (await states(rig, edition))['in-doubt'] !== undefined, 60, 'a doubt')
  await pause(8000)
  const before = rig.server.completed.length
  const sent = rig.estafette(['send', edition, '--wait'])
  const refused = await sent.ended
  const leaked = rig.server.completed.length - before
  const { 'in-doubt': inDoubt = 0 } = await states(rig, edition)
  const taking = rig.estafette(['take-over', '--by', BY, '--continue', edition])
  const taken = await taking.ended
  const recovered = await finish(rig, edition)
  const ended = await atEnd(service, worker)
  return {
    ...{ edition, rounds: lost, recovered, inDoubtAtMost: lost + 4 * CONNECTIONS },
    wrong: [
      ...unless(lost > 0, 'nothing was lost: the fault has struck nobody'),
      ...unless(leaked === 0, `${leaked} mails left before anybody took over`),
      ...unless(refused === 1, `send ended with ${refused}: ${sent.out()}${sent.err()}`),
      ...unless(inDoubt > 0, 'nothing was put in doubt before anybody took over'),
      ...unless(taken === 0, `take-over ended with ${taken}: ${taking.out()}${taking.err()}`),
      ...unless(
        ended.every(status => status === 0),
        `SIGTERM ended them with ${ended}`,
      ),
    ],
  }
}

/** What a standby has that has heard of everything until now (PostgreSQL, 26.3.4: a base backup by the low-level API). */
async function standbyOf(rig: Rig, cluster: string, to: string) {
  const client = new pg.Client({ connectionString: rig.app.config.databaseUrl?.reveal() ?? '' })
  await client.connect()
  try {
    await client.query("select pg_backup_start('standby', true)")
    copyAll(cluster, to)
    const { rows } = await client.query('select labelfile from pg_backup_stop(false)')
    writeFileSync(join(to, 'backup_label'), rows[0].labelfile)
  } finally {
    await client.end()
  }
  for (const name of readdirSync(join(cluster, 'pg_wal')))
    if (/^[0-9A-F]{24}$/.test(name)) cpSync(join(cluster, 'pg_wal', name), join(to, 'pg_wal', name))
  for (const name of ['postmaster.pid', 'postmaster.opts']) rmSync(join(to, name), { force: true })
}

/** It comes to the end of what it has heard, and goes on from there on a timeline of its own. */
function promote(standby: string, cluster: string) {
  for (const name of readdirSync(cluster)) rmSync(join(cluster, name), { recursive: true, force: true })
  if (!existsSync(cluster)) mkdirSync(cluster)
  copyAll(`${standby}/.`, cluster)
  writeFileSync(join(cluster, 'recovery.signal'), '')
  writeFileSync(join(cluster, 'postgresql.auto.conf'), "restore_command = 'false'\n")
  const { uid, gid } = statSync(standby)
  execFileSync('chown', ['-R', `${uid}:${gid}`, cluster])
}

export const LAST_SECOND: Fault[] = [asynchronous, failover]
