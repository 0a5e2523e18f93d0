import { execFileSync } from 'node:child_process'
import { openCluster } from '../../src/postgres/server/cluster.js'
import { postmaster } from '../../src/postgres/server/server-process.js'
import type { Stage } from '../support/scripted-smtp.js'
import { CONNECTIONS } from './fault.js'
import { letClaimsExpire, until } from './rig.js'
import { between, oneOf } from './seed.js'
import type { YearHouse } from './year-rig.js'

/** What happens in one week of a year, and when. */
export type YearFault = {
  name: string
  only?: 'PostgreSQL' | 'Redis'
  /** The moments of the week at which no scheduler runs; see MOMENTS in year.ts. */
  down?: string[]
  /** How many deliveries may be in doubt after it. */
  inDoubtAtMost?: number
  /** Strikes around the tick that sends. Without: that tick is all. */
  strike?: (
    year: YearHouse,
    edition: string,
    tick: () => Promise<void>,
    random: () => number,
  ) => Promise<void>
}

/** Is it an addressee's and not the staff's? */
const isHolder = (to: string) => /@c\d+\.example$/.test(to)

/** Does something when the nth mail of the week reaches a stage. */
function atNthMail({ rig }: YearHouse, stage: Stage, nth: number, act: () => 'silence' | null) {
  let seen = 0
  return new Promise<void>(resolve =>
    rig.server.setScript((reached, _session, { to }) => {
      if (reached !== stage || !isHolder(to) || ++seen !== nth) return null
      resolve()
      return act()
    }),
  )
}

function relay(
  name: string,
  stages: Stage[],
  act: 'reset' | { reply: string },
  inDoubtAtMost = 0,
): YearFault {
  return {
    name,
    inDoubtAtMost,
    strike: async ({ rig }, _edition, tick, random) => {
      let left = CONNECTIONS
      rig.server.setScript((stage, _session, { to }) =>
        stages.includes(stage) && isHolder(to) && left > 0 && random() < 0.3 && left-- ? act : null,
      )
      await tick()
    },
  }
}

function killed(name: string, stages: Stage[], inDoubtAtMost: number): YearFault {
  return {
    name,
    inDoubtAtMost,
    strike: async (year, edition, tick, random) => {
      const { rig } = year
      await year.stopWorker()
      await tick()
      const now = year.clock().toISOString()
      const worker = rig.estafette(['send', edition, '--wait', '--now', now])
      const struck = atNthMail(year, oneOf(random, stages), between(random, 1, rig.mails / 4), () => {
        worker.signal('SIGKILL')
        return 'silence'
      })
      await Promise.race([struck, worker.ended])
      await worker.ended
      rig.server.setScript(() => null)
      await letClaimsExpire(rig, [worker.pid])
      year.startWorker()
    },
  }
}

/** As after a crash; whoever holds the lease starts it again. */
const postgresRestarted: YearFault = {
  name: 'PostgreSQL restarted in mid-send',
  inDoubtAtMost: CONNECTIONS,
  strike: async (year, _edition, tick, random) => {
    const { rig } = year
    const cluster = await openCluster(`${rig.dir}/engine`)
    const before = postmaster(cluster)?.pid
    const struck = atNthMail(year, 'RCPT', between(random, 1, rig.mails / 2), () => null)
    await tick()
    await struck
    execFileSync('kill', ['-QUIT', String(before)])
    await until(() => (postmaster(cluster)?.pid ?? before) !== before, 30, 'the restart')
    await until(async () => (await rig.client.query('select 1')).rowCount === 1, 30, 'PostgreSQL')
    await letClaimsExpire(rig)
  },
}

const queueLost: YearFault = {
  name: 'the queue lost everything in mid-send',
  strike: async (year, _edition, tick, random) => {
    const { rig } = year
    const struck = atNthMail(year, 'RCPT', between(random, 1, rig.mails / 2), () => null)
    await tick()
    await struck
    if (rig.redis) {
      const { Redis } = await import('ioredis')
      const redis = new Redis(rig.redis.url)
      await redis.flushall()
      redis.disconnect()
    } else await rig.client.query('delete from bullmq.job')
  },
}

const twoSchedulers: YearFault = {
  name: 'two schedulers at the same moment',
  strike: async (year, _edition, tick) => {
    await Promise.all([tick(), year.tickOfAnother(), year.tickOfAnother()])
  },
}

/** One a week; the seed deals them, each as often as the others. */
export const YEAR_FAULTS: YearFault[] = [
  killed('worker killed before a final dot', ['MAIL', 'RCPT', 'DATA', 'body'], CONNECTIONS),
  killed('worker killed after a final dot', ['dot'], CONNECTIONS),
  postgresRestarted,
  queueLost,
  twoSchedulers,
  // A small mail may have left as a whole, with its dot, when its first bytes are answered by a reset.
  relay('the relay resets connections', ['MAIL', 'RCPT', 'DATA', 'body'], 'reset', CONNECTIONS),
  relay('the relay resets connections after the dot', ['dot'], 'reset', CONNECTIONS),
  relay('the relay says 451 for a while', ['RCPT', 'dot'], { reply: '451 4.3.0 Try again later' }),
  relay('the relay refuses some for good', ['RCPT'], { reply: '550 5.1.1 User unknown' }),
  { name: 'no scheduler when the draft is due', down: ['draft'] },
  { name: 'no scheduler when it is to be sent, for 9 hours', down: ['send', 'noon'] },
]
