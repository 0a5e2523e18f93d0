import { setTimeout as pause } from 'node:timers/promises'
import { dispatch } from '../../src/steps/delivery/dispatch.js'
import { atNth, CONNECTIONS, type Fault, finish, send, states, unless, usual } from './fault.js'
import { nudge } from './nudge.js'
import { letClaimsExpire, openOnes, type Rig, until } from './rig.js'
import { type Running, slowness } from './running.js'
import { between, oneOf } from './seed.js'
import { stopped } from './stop.js'
import { sameJob } from './strangers.js'
import { twoKilled } from './two-killed.js'
import { copiesOf, stateOf, victimTo } from './victim.js'

/** A process that stands still longer than its claims and its job locks, while another takes over, and then goes on. */
const blocked: Fault = {
  name: 'event loop blocked past the claim, another takes over',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const stage = oneOf(random, ['RCPT', 'body', 'dot'] as const)
    let email = ''
    let first: Running | null = null
    const struck = atNth(rig, stage, between(random, 1, rig.mails / 6), ({ to }) => {
      email = to
      first?.signal('SIGSTOP')
      return null
    })
    first = send(rig, edition)
    await struck
    const victim = await victimTo(rig, edition, email)
    await letClaimsExpire(rig, [first.pid])
    const recovered = await finish(rig, edition)
    const meanwhile = await stateOf(rig, victim)
    first.signal('SIGCONT')
    const end = await first.ended
    const { state, claimedBy, attempts } = await stateOf(rig, victim)
    const [had, other] = attempts
    const isTaken = had?.outcome === 'lost' && other !== undefined && !claimedBy.endsWith(`.${first.pid}`)
    // Past its gate it is nobody's to send again: the answer that the first process reads at last may settle it.
    const isLeft = had?.phase !== 'started' && other === undefined && meanwhile.state === 'in-doubt'
    const { taken } = copiesOf(rig, victim)
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: CONNECTIONS,
      wrong: [
        ...unless(end === 0, `the one that had stood still ended with ${end}: ${first.err().slice(-500)}`),
        ...unless(
          isTaken || (stage !== 'RCPT' && isLeft),
          `at ${stage}: ${JSON.stringify({ meanwhile, state, attempts })}`,
        ),
        ...unless(taken === 1, `${taken} copies of the mail that it held`),
        ...unless(!isTaken || state === 'accepted', `another took it over, and it is ${state}`),
      ],
    }
  },
}

const eight: Fault = {
  name: '8 workers',
  strike: async rig => {
    const edition = await rig.edition({ dispatch: false })
    const workers = Array.from({ length: 8 }, () => rig.estafette(['worker'], { DELIVERIES_AT_ONCE: '4' }))
    await Promise.all(workers.map(worker => worker.says('worker runs')))
    await dispatch(rig.app, edition)
    await Promise.all(Array.from({ length: 8 }, () => nudge(rig)))
    await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the end')
    for (const worker of workers) worker.signal('SIGTERM')
    const ends = await Promise.all(workers.map(worker => worker.ended))
    const wrong = unless(
      ends.every(end => end === 0),
      `workers ended with ${ends.join(', ')}`,
    )
    return { edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong }
  },
}

/** Sends from eight processes at once. */
const eightSends: Fault = {
  name: 'send --wait, eight times at once',
  strike: async rig => {
    const edition = await rig.edition({ dispatch: false })
    const ends = await Promise.all(Array.from({ length: 8 }, () => send(rig, edition).ended))
    const wrong = unless(
      ends.every(end => end === 0),
      `they ended with ${ends.join(', ')}`,
    )
    return { edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong }
  },
}

/** An engine that is away while a process is to end: what could not be written down meanwhile may be in doubt. */
type Away = { engine: 'database' | 'redis'; how: 'cut' | 'freeze'; inDoubtAtMost: number }

/**
 * A process is told to end while answers are under way: within 30 s, exit 0 (`ends`: of a command that leaves something, 4), nothing in doubt.
 * Of an engine that answers nothing it says so.
 */
export function terminated(
  name: string,
  begin: (rig: Rig, edition: string) => Promise<ReturnType<typeof send>>,
  away: Away | null = null,
  ends = 0,
): Fault {
  const inDoubtAtMost = away?.inDoubtAtMost ?? 0
  return {
    name,
    only: away?.engine === 'redis' ? 'Redis' : undefined,
    strike: async (rig, random) => {
      const edition = await rig.edition()
      // Answers that take a second: there is something to finish.
      const nth = between(random, 5, rig.mails / 5)
      let dots = 0
      let reachedIt: () => void = () => {}
      const reached = new Promise<void>(resolve => {
        reachedIt = resolve
      })
      rig.server.setScript(stage => {
        if (stage !== 'dot') return null
        if (++dots === nth) reachedIt()
        return dots < nth ? null : { after: pause(1000), act: null }
      })
      const process = await begin(rig, edition)
      await reached
      const proxy = away?.engine === 'redis' ? rig.redis?.proxy : rig.database
      if (away) proxy?.[away.how]()
      const began = performance.now()
      process.signal('SIGTERM')
      const status = await process.ended
      const took = (performance.now() - began) / 1000
      proxy?.resume()
      const { 'in-doubt': inDoubt = 0 } = await states(rig, edition)
      const { rows } = await rig.client.query(
        'select count(*)::int as n from estafette.attempt a join estafette.delivery d on d.id = a.delivery where d.edition = $1 and a.outcome is null',
        [edition],
      )
      usual(rig)
      const recovered = await finish(rig, edition)
      const unanswered = away?.engine === 'database' && away.how === 'freeze'
      return {
        edition,
        rounds: 1,
        recovered,
        inDoubtAtMost,
        wrong: [
          ...unless(status === ends || (unanswered && status === 3), `it ended with ${status}`),
          ...unless(took < 30 || took < 30 * (await slowness()), `it took ${took.toFixed(0)} s to end`),
          ...unless(inDoubt <= inDoubtAtMost, `${inDoubt} in doubt`),
          ...unless(away?.engine === 'database' || rows[0].n === 0, `${rows[0].n} attempts without an end`),
        ],
      }
    },
  }
}

async function worker(rig: Rig) {
  const process = rig.estafette(['worker'])
  await process.says('worker runs')
  await nudge(rig)
  return process
}

export const WORKERS: Fault[] = [
  blocked,
  eight,
  eightSends,
  sameJob,
  stopped,
  terminated('SIGTERM to send --wait in mid-send', async (rig, edition) => send(rig, edition), null, 4),
  twoKilled('two senders killed one after the other, then send --wait'),
  twoKilled('two senders killed one after the other, then send --wait, all with one --now', true),
  terminated('SIGTERM to a worker in mid-send', worker),
  ...(['redis', 'database'] as const).flatMap(engine => {
    const name = `SIGTERM to a worker while ${engine === 'redis' ? 'Redis' : 'PostgreSQL'}`
    const inDoubtAtMost = engine === 'redis' ? 0 : CONNECTIONS
    return [
      terminated(`${name} is away`, worker, { engine, how: 'cut', inDoubtAtMost }),
      terminated(`${name} says nothing`, worker, { engine, how: 'freeze', inDoubtAtMost }),
    ]
  }),
]
