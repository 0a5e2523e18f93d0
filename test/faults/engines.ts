import { execFileSync } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { openCluster } from '../../src/postgres/server/cluster.js'
import { postmaster } from '../../src/postgres/server/server-process.js'
import { startRedis } from '../support/redis.js'
import { atNth, atNthMail, CONNECTIONS, type Fault, finish, secondsSince, send, unless } from './fault.js'
import { nudge } from './nudge.js'
import { afterTheFailover, failover } from './redis-failover.js'
import { openOnes, type Rig, until } from './rig.js'
import { type Running, slowness } from './running.js'
import { between } from './seed.js'

/** The ledger is away when the gate asks. */
export const gateWithoutDatabase: Fault = {
  name: 'database down at the dot gate',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    let before = 0
    const struck = atNth(rig, 'body', between(random, 1, rig.mails / 5), () => {
      rig.database.cut()
      before = rig.server.completed.length
      return null
    })
    const process = send(rig, edition)
    await struck
    await pause(2000)
    const dots = rig.server.completed.length - before
    rig.database.resume()
    await process.ended
    const recovered = await finish(rig, edition)
    return {
      edition,
      rounds: 1,
      recovered,
      // Other connections may have passed the gate just before.
      inDoubtAtMost: CONNECTIONS,
      wrong: unless(dots < CONNECTIONS, `${dots} dots left without a ledger`),
    }
  },
}

/**
 * `resumes`: seconds until the next mail is accepted; the backlog is to be gone in 60 anyhow: a claim whose answer was lost with the connection
 * stays taken for 30. `afterwards`: what else should hold of the service that has gone on.
 */
type Expected = {
  resumes?: number
  only?: Fault['only']
  afterwards?: (rig: Rig, service: Running) => Promise<string[]>
}

/** A service with its worker is in mid-send when something happens to its engines; it must go on by itself. */
function whileItRuns(
  name: string,
  harm: (rig: Rig, service: Running) => Promise<unknown>,
  { resumes = BACKLOG_GONE, only, afterwards = async () => [] }: Expected = {},
): Fault {
  return {
    name,
    only,
    strike: async (rig, random) => {
      const service = rig.estafette(['start'], { PORT: '0' })
      await service.says('Estafette runs')
      // From within the send: an edition is gone in two seconds. The service sends it by itself.
      let harming: Promise<unknown> = Promise.resolve()
      const struck = atNthMail(rig, 'RCPT', between(random, 5, rig.mails / 4), () => {
        harming = harm(rig, service)
        return null
      })
      const edition = await rig.edition()
      await struck
      await harming
      const began = performance.now()
      const wait = (look: () => Promise<boolean>, what: string) =>
        until(look, 5 * BACKLOG_GONE, what).catch(error => {
          throw new Error(`${error.message}: ${service.err().slice(-1500)}`)
        })
      const [taken, open] = [rig.server.journal.length, () => openOnes(rig, edition)]
      await wait(async () => rig.server.journal.length > taken || (await open()) === 0, 'the next mail')
      const resumed = secondsSince(began)
      await wait(async () => (await open()) === 0, 'the backlog’s end')
      const recovered = secondsSince(began)
      const more = await afterwards(rig, service)
      service.signal('SIGTERM')
      const status = await service.ended
      return {
        edition,
        rounds: 1,
        recovered,
        inDoubtAtMost: CONNECTIONS,
        wrong: [
          ...more,
          ...unless(
            resumed <= resumes || resumed <= resumes * (await slowness()),
            `it resumed after ${resumed.toFixed(0)} s, ${resumes} are allowed`,
          ),
          ...unless(status === 0, `SIGTERM ended it with ${status}`),
        ],
      }
    },
  }
}

/** Promise 7, in seconds; main.ts holds it for all. */
const BACKLOG_GONE = 60

const cluster = (rig: Rig) => openCluster(`${rig.dir}/engine`)

async function restartPostgres(rig: Rig) {
  const { pid } = postmaster(await cluster(rig)) ?? { pid: 0 }
  // Immediate shutdown, as after a crash; the lease of the harness starts it again.
  execFileSync('kill', ['-QUIT', String(pid)])
  await until(async () => (postmaster(await cluster(rig))?.pid ?? pid) !== pid, 30, 'the restart')
}

/** Ends the connections that wait for a word of new jobs, and only these. Throws when there is none. */
async function cutListen(rig: Rig) {
  await until(async () => (await listening(rig)) > 0, 30, 'a connection that listens')
  const { rows } = await rig.client.query(
    `select pg_terminate_backend(pid, 5000) as gone from pg_stat_activity where ${LISTENS}`,
  )
  if (!rows.some(({ gone }) => gone)) throw new Error('no connection was listening, none was cut')
}

/** BullMQ gives the connection on which a worker listens the name of its queue; its last query need not be the LISTEN. */
const LISTENS = "application_name = 'deliveries'"

const listening = ({ client }: Rig): Promise<number> =>
  client
    .query(`select count(*)::int as n from pg_stat_activity where ${LISTENS}`)
    .then(({ rows }) => rows[0].n)

/** A worker with nothing to do waits for a word; the connection on which it would come is cut, and then there is something. */
async function afterTheCut(rig: Rig, service: Running): Promise<string[]> {
  await cutListen(rig)
  const edition = await rig.edition()
  await nudge(rig)
  const began = performance.now()
  await until(async () => (await openOnes(rig, edition)) === 0, 150, 'the end of what was enqueued later')
  const took = secondsSince(began)
  const { rows } = await rig.client.query(
    'select distinct claimed_by as worker from estafette.delivery where edition = $1',
    [edition],
  )
  const workers = rows.map(({ worker }) => worker as string)
  const { accepted, wrong } = await rig.check(edition)
  return [
    ...wrong,
    ...unless(accepted === rig.mails, `${accepted} of what was enqueued after the cut were accepted`),
    ...unless(
      workers.length === 1 && workers[0]?.endsWith(`.${service.pid}`) === true,
      `${workers} took what was enqueued after the cut, and not ${service.pid}`,
    ),
    ...unless(
      took <= 30 || took <= 30 * (await slowness()),
      `what was enqueued after the cut took ${took.toFixed(0)} s`,
    ),
  ]
}

/** What the network swallows without a word is known by the silence alone. */
async function swallowed(rig: Rig, what: 'database' | 'redis') {
  if (what === 'database') rig.database.swallow()
  else rig.redis?.proxy.swallow()
}

/** Nothing can be written for 8 s: a standby, or an operator's hand. Connections are made anew, so that all learn of it. */
async function readOnly({ client }: Rig) {
  const own = await client.connect()
  const set = async (value: string) => {
    await own.query(
      `alter role current_user in database postgres set default_transaction_read_only = ${value}`,
    )
    await own.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where application_name in ('estafette', 'estafette queue', 'deliveries')",
    )
  }
  try {
    await set('on')
    await pause(8000)
    await set('off')
  } finally {
    own.release(true)
  }
}

async function away(rig: Rig, what: 'database' | 'redis', how: 'cut' | 'freeze', milliseconds: number) {
  const proxy = what === 'database' ? rig.database : rig.redis?.proxy
  proxy?.[how]()
  await pause(milliseconds)
  proxy?.resume()
}

/** Nothing starts on a Redis that would lose jobs; it says how to set it. */
function refusedRedis(name: string, settings: string[], remedy: string): Fault {
  return {
    name: `${name}: refused`,
    only: 'Redis',
    strike: async rig => {
      const edition = await rig.edition()
      const before = rig.server.journal.length
      const redis = await startRedis(settings)
      try {
        const refused = [['start'], ['send', edition, '--wait']].map(line =>
          rig.estafette(line, { PORT: '0', REDIS_URL: redis.url }),
        )
        const ends = await Promise.all(refused.map(one => one.ended))
        const sent = rig.server.journal.length - before
        return {
          edition,
          rounds: refused.length,
          recovered: await finish(rig, edition),
          inDoubtAtMost: 0,
          wrong: [
            ...unless(
              ends.every(end => end === 3),
              `they ended with ${ends.join(', ')}`,
            ),
            ...unless(
              refused.every(one => one.err().includes(remedy)),
              'it does not say how to set it',
            ),
            ...unless(sent === 0, `${sent} mails left`),
          ],
        }
      } finally {
        await redis.stop()
      }
    },
  }
}

export const ENGINES: Fault[] = [
  gateWithoutDatabase,
  whileItRuns('PostgreSQL restarted at once', restartPostgres, { resumes: 30 }),
  whileItRuns('PostgreSQL’s connections cut, away for 5 s', rig => away(rig, 'database', 'cut', 5000)),
  whileItRuns('PostgreSQL frozen for 8 s', rig => away(rig, 'database', 'freeze', 8000)),
  whileItRuns('PostgreSQL read-only for 8 s', readOnly),
  whileItRuns('LISTEN connections cut', cutListen, {
    resumes: 30,
    only: 'PostgreSQL',
    afterwards: afterTheCut,
  }),
  whileItRuns('connections to PostgreSQL swallowed without a word', rig => swallowed(rig, 'database')),
  whileItRuns('connections to Redis swallowed without a word', rig => swallowed(rig, 'redis'), {
    only: 'Redis',
  }),
  whileItRuns(
    'Redis flushed',
    async rig => {
      const { Redis } = await import('ioredis')
      const redis = new Redis(rig.redis?.url ?? '')
      await redis.flushall()
      redis.disconnect()
    },
    { only: 'Redis' },
  ),
  whileItRuns(
    'Redis killed, away for 3 s',
    async rig => {
      await rig.redis?.kill()
      await pause(3000)
      await rig.redis?.revive()
    },
    { only: 'Redis' },
  ),
  whileItRuns(
    'Redis frozen for 60 s (SIGSTOP)',
    async rig => {
      rig.redis?.freeze()
      await pause(60_000)
      rig.redis?.thaw()
    },
    { only: 'Redis' },
  ),
  whileItRuns('Redis failover: kept connections answer READONLY for ever', failover, {
    only: 'Redis',
    afterwards: afterTheFailover,
  }),
  refusedRedis(
    'Redis that evicts',
    ['--appendonly', 'yes', '--maxmemory-policy', 'allkeys-lru'],
    'noeviction',
  ),
  refusedRedis('Redis without append-only file', ['--appendonly', 'no'], 'appendonly yes'),
]
