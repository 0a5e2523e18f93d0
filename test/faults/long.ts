import { setTimeout as pause } from 'node:timers/promises'
import { CONNECTIONS, finish, openOnes, secondsSince, usual } from './fault.js'
import { nudge } from './kills.js'
import type { Line } from './main.js'
import { type Backend, letClaimsExpire, openRig, type Rig } from './rig.js'
import type { Running } from './running.js'
import { between, oneOf, seeded } from './seed.js'

/** With fewer mails that a worker could take, another edition is dispatched: there is always something to be killed at. */
const FREE = 60
/** A kill falls on one of the first so many mails, so that it is soon reached. */
const MAILS = 15
/** How long to wait for a kill point before another one is chosen, in milliseconds: a new connection may not be needed just then. */
const PATIENCE = 2000
const STAGES = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const

/** How often an edition is sent again at most: what has seen workers end lets others go first. */
const ROUNDS = 5

/**
 * So many kill points, chosen by the seed, over editions of 190 mails: two workers run all the time, and the one whose session
 * reaches the point is killed (-9) there and replaced, while what others held when they were killed is taken up again. In the end every
 * mail of every edition must be there once, or in doubt, or set aside after three ends: with so many kills that chance hits a few.
 */
export async function longRun(backend: Backend, seed: number, kills: number): Promise<Line> {
  const random = seeded(seed)
  const rig = await openRig(backend)
  const workers = new Map<number, Running>()
  const began = performance.now()
  const editions: string[] = []
  const startWorker = async () => {
    const port = await rig.server.alsoListen()
    workers.set(port, rig.estafette(['worker'], { SMTP_URL: `smtp://127.0.0.1:${port}` }))
  }
  try {
    await Promise.all([startWorker(), startWorker()])
    for (let killed = 0; killed < kills; ) {
      if ((await freeOnes(rig)) < FREE) editions.push(await rig.edition())
      const port = await strike(rig, workers, random)
      if (port === null) continue
      const dead = workers.get(port)
      workers.delete(port)
      await dead?.ended
      await startWorker()
      await letClaimsExpire(rig, [dead?.pid ?? 0])
      if (++killed % 10 === 0)
        process.stderr.write(
          `${backend}  ${killed} kills, ${editions.length} editions, ${secondsSince(began).toFixed(0)} s\n`,
        )
    }
    const { setAside, ...total } = await sum(rig, editions, kills)
    const fault = `${kills} kills × ${rig.mails} mails${setAside > 0 ? `, ${setAside} set aside` : ''}`
    return { backend, fault, rounds: kills, recovered: secondsSince(began), ...total }
  } finally {
    await rig.close()
  }
}

/** The port of the worker that was killed; null when none has reached the point. */
async function strike(rig: Rig, workers: Map<number, Running>, random: () => number): Promise<number | null> {
  const stage = oneOf(random, STAGES)
  const nth = between(random, 1, stage === 'connect' || stage === 'EHLO' ? CONNECTIONS : MAILS)
  let [seen, port] = [0, 0]
  const struck = new Promise<void>(resolve =>
    rig.server.setScript((reached, _session, session) => {
      const worker = workers.get(session.port)
      if (reached !== stage || !worker || ++seen !== nth) return null
      worker.signal('SIGKILL')
      port = session.port
      resolve()
      return 'silence'
    }),
  )
  await nudge(rig)
  const patience = new AbortController()
  await Promise.race([struck, pause(PATIENCE, null, { signal: patience.signal }).catch(() => {})])
  patience.abort()
  usual(rig)
  return port === 0 ? null : port
}

/** Brings every edition to its end and asks the checker: each mail has gone once, is in doubt, or was set aside for its three ends. */
async function sum(rig: Rig, editions: string[], kills: number) {
  const most = kills * CONNECTIONS
  const total = {
    ...{ lost: 0, doubled: 0, inDoubt: 0, inDoubtAtMost: most, setAside: 0 },
    wrong: [] as string[],
  }
  for (const edition of editions) {
    for (let round = 1; round <= ROUNDS && (await openOnes(rig, edition)) > 0; round++)
      await finish(rig, edition)
    const verdict = await rig.check(edition)
    for (const key of ['lost', 'doubled', 'inDoubt'] as const) total[key] += verdict[key]
    total.wrong.push(...verdict.wrong)
    const setAside = await endedThrice(rig, edition)
    total.setAside += setAside
    const { deliveries, accepted, inDoubt } = verdict
    if (deliveries !== rig.mails || accepted + inDoubt + setAside !== deliveries)
      total.wrong.push(`${edition}: ${JSON.stringify({ ...verdict, setAside, wrong: undefined })}`)
  }
  if (total.inDoubt > most) total.wrong.push(`${total.inDoubt} in doubt`)
  return total
}

/** Deliveries that were given up and that three workers, or more, had in their hands when they were killed. */
const endedThrice = ({ client }: Rig, edition: string): Promise<number> =>
  client
    .query(
      `select count(*)::int as n from estafette.delivery d where d.edition = $1 and d.state = 'gave-up' and 3 <=
         (select count(*) from estafette.attempt a where a.delivery = d.id and a.outcome = 'lost' and a.phase = 'started')`,
      [edition],
    )
    .then(({ rows }) => rows[0].n)

const freeOnes = ({ client }: Rig): Promise<number> =>
  client
    .query(
      "select count(*)::int as n from estafette.delivery where state in ('pending', 'deferred') and claimed_until is null and due_at <= clock_timestamp()",
    )
    .then(({ rows }) => rows[0].n)
