import { setTimeout as pause } from 'node:timers/promises'
import { CONNECTIONS, finish, secondsSince, usual } from './fault.js'
import { type Backend, letClaimsExpire, openHouse } from './house.js'
import { nudge } from './kills.js'
import type { Line } from './main.js'
import type { Running } from './running.js'
import { between, oneOf, seeded } from './seed.js'

/** How many kills fall on one edition of 190 mails. */
const PER_EDITION = 10
/** A kill falls on one of the first so many mails, so that it is soon reached. */
const MAILS = 15
/**
 * How long to wait for a kill point, in milliseconds. What is left of an edition may be too little to reach it, or be held, in the queue,
 * for those who were killed: then this edition is brought to its end, and the next one takes the kills that are left.
 */
const PATIENCE = 2000
const STAGES = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot'] as const

/**
 * So many kill points, chosen by the seed, over editions of 190 mails: two workers run all the time, and the one whose session
 * reaches the point is killed (-9) there and replaced. Each edition must end with every mail there once, or in doubt.
 */
export async function longRun(backend: Backend, seed: number, kills: number): Promise<Line> {
  const random = seeded(seed)
  const house = await openHouse(backend)
  const workers = new Map<number, Running>()
  const began = performance.now()
  const total = { lost: 0, doubled: 0, inDoubt: 0, inDoubtAtMost: kills * CONNECTIONS, wrong: [] as string[] }
  const startWorker = async () => {
    const port = await house.server.alsoListen()
    workers.set(port, house.estafette(['worker'], { SMTP_URL: `smtp://127.0.0.1:${port}` }))
  }
  try {
    await Promise.all([startWorker(), startWorker()])
    for (let killed = 0; killed < kills; ) {
      const edition = await house.edition()
      const first = killed
      while (killed < Math.min(kills, first + PER_EDITION)) {
        const stage = oneOf(random, STAGES)
        const nth = between(random, 1, stage === 'connect' || stage === 'EHLO' ? CONNECTIONS : MAILS)
        let [seen, port] = [0, 0]
        const struck = new Promise<void>(resolve =>
          house.server.setScript((reached, _session, session) => {
            const worker = workers.get(session.port)
            if (reached !== stage || !worker || ++seen !== nth) return null
            worker.signal('SIGKILL')
            port = session.port
            resolve()
            return 'silence'
          }),
        )
        await nudge(house)
        await Promise.race([struck, pause(PATIENCE)])
        usual(house)
        if (port === 0) break
        const dead = workers.get(port)
        workers.delete(port)
        await dead?.ended
        killed++
        await startWorker()
        await letClaimsExpire(house, [dead?.pid ?? 0])
      }
      await finish(house, edition)
      const verdict = await house.check(edition)
      if (verdict.inDoubt > (killed - first) * CONNECTIONS)
        total.wrong.push(`${edition}: ${verdict.inDoubt} in doubt`)
      for (const key of ['lost', 'doubled', 'inDoubt'] as const) total[key] += verdict[key]
      total.wrong.push(...verdict.wrong)
      process.stderr.write(
        `${backend}  ${killed} kills, ${secondsSince(began).toFixed(0)} s, ${verdict.inDoubt} in doubt\n`,
      )
    }
  } finally {
    await house.close()
  }
  return {
    backend,
    fault: `${kills} kills × 190 mails`,
    rounds: kills,
    recovered: secondsSince(began),
    ...total,
  }
}
