import { setTimeout as pause } from 'node:timers/promises'
import { startWorker } from '../../worker/jobs.js'
import { atNth, CONNECTIONS, type Fault, finish, send, states, unless, usual } from './fault.js'
import { type House, letClaimsExpire, openOnes, until } from './house.js'
import { nudge } from './nudge.js'
import { slowness } from './running.js'
import { between, oneOf } from './seed.js'

/** A process that stands still longer than its claims and its job locks, while another takes over, and then goes on. */
const blocked: Fault = {
  name: 'event loop blocked past the claim, another takes over',
  strike: async (house, random) => {
    const edition = await house.edition()
    const stage = oneOf(random, ['RCPT', 'body', 'dot'] as const)
    const struck = atNth(house, stage, between(random, 1, house.mails / 6), () => null)
    const first = send(house, edition)
    await struck
    first.signal('SIGSTOP')
    await letClaimsExpire(house, [first.pid])
    const recovered = await finish(house, edition)
    first.signal('SIGCONT')
    await first.ended
    return { edition, rounds: 1, recovered, inDoubtAtMost: CONNECTIONS }
  },
}

const eight: Fault = {
  name: '8 workers',
  strike: async house => {
    const edition = await house.edition({ dispatch: false })
    const workers = Array.from({ length: 8 }, () => house.estafette(['worker'], { DELIVERIES_AT_ONCE: '4' }))
    await Promise.all(workers.map(worker => worker.says('worker runs')))
    await house.app.dispatch(edition)
    await Promise.all(Array.from({ length: 8 }, () => nudge(house)))
    await until(async () => (await openOnes(house, edition)) === 0, 300, 'the end')
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
  strike: async house => {
    const edition = await house.edition({ dispatch: false })
    const ends = await Promise.all(Array.from({ length: 8 }, () => send(house, edition).ended))
    const wrong = unless(
      ends.every(end => end === 0),
      `they ended with ${ends.join(', ')}`,
    )
    return { edition, rounds: 1, recovered: null, inDoubtAtMost: 0, wrong }
  },
}

const sameJob: Fault = {
  name: 'the same job 50 times; jobs for unknown and unapproved ids',
  strike: async house => {
    const edition = await house.edition()
    const unsigned = await house.edition({ dispatch: false })
    const { rows } = await house.client.query(
      'select id from estafette.delivery where edition = $1 order by id',
      [edition],
    )
    const ids: string[] = rows.map(row => row.id)
    const queue = await house.app.openQueue()
    const sending = await house.app.openSending()
    const workers = [startWorker(house.app, queue, sending), startWorker(house.app, queue, sending)]
    const strangers = ['no-such-delivery', `${unsigned}.c21001-mayor-0`, `${edition}.x'; drop table delivery`]
    for (let copy = 1; copy <= 50; copy++)
      await queue.nudge([ids[0] ?? '', ...strangers].map(delivery => ({ delivery, attempt: copy, delay: 0 })))
    await nudge(house)
    await until(async () => (await openOnes(house, edition)) === 0, 300, 'the end')
    for (const worker of workers) await worker.stop()
    await sending.close()
    await queue.close()
    const sent = dotsOf(house, edition)
    const wrong = unless(sent === ids.length, `${sent} mails for ${ids.length} deliveries`)
    return { edition, rounds: 50, recovered: null, inDoubtAtMost: 0, wrong }
  },
}

/** Final dots of an edition: the server takes notices to the staff, too. */
const dotsOf = ({ server }: House, edition: string) =>
  server.journal.filter(({ messageId }) => messageId.startsWith(`<${edition}.`)).length

const stopped: Fault = {
  name: 'emergency stop in mid-send, then resumed',
  strike: async (house, random) => {
    const edition = await house.edition()
    // A second for each answer: there is a middle to stop in.
    let dots = 0
    const nth = between(random, 5, house.mails / 5)
    const struck = new Promise<void>(resolve =>
      house.server.setScript(stage => {
        if (stage !== 'dot') return null
        if (++dots === nth) resolve()
        return dots < nth ? null : { after: pause(1000), act: null }
      }),
    )
    const process = send(house, edition)
    await struck
    const stop = house.estafette(['stop', edition, '--json'])
    const told = await stop.ended
    await pause(2000)
    const atStop = dotsOf(house, edition)
    await pause(1500)
    const later = dotsOf(house, edition) - atStop
    const left = await process.ended
    const paused = process.out()
    const open = await openOnes(house, edition)
    await house.estafette(['resume', edition]).ended
    const recovered = await finish(house, edition)
    const { accepted = 0 } = await states(house, edition)
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(told === 0 && left === 1, `stop ended with ${told}, send with ${left}`),
        ...unless(paused.includes('paused'), 'send does not say why it ended'),
        ...unless(later === 0, `${later} dots left more than 2 s after the stop`),
        ...unless(open > 0, 'the stop came too late to stop anything'),
        ...unless(accepted === house.mails, `${accepted} of ${house.mails} were accepted in the end`),
      ],
    }
  },
}

export function terminated(
  name: string,
  begin: (house: House, edition: string) => Promise<ReturnType<typeof send>>,
): Fault {
  return {
    name,
    strike: async (house, random) => {
      const edition = await house.edition()
      // Answers that take a second: there is something to finish.
      const nth = between(random, 5, house.mails / 5)
      let dots = 0
      let reachedIt: () => void = () => {}
      const reached = new Promise<void>(resolve => {
        reachedIt = resolve
      })
      house.server.setScript(stage => {
        if (stage !== 'dot') return null
        if (++dots === nth) reachedIt()
        return dots < nth ? null : { after: pause(1000), act: null }
      })
      const process = await begin(house, edition)
      await reached
      const began = performance.now()
      process.signal('SIGTERM')
      const status = await process.ended
      const took = (performance.now() - began) / 1000
      const { 'in-doubt': inDoubt = 0 } = await states(house, edition)
      const { rows } = await house.client.query(
        'select count(*)::int as n from estafette.attempt a join estafette.delivery d on d.id = a.delivery where d.edition = $1 and a.outcome is null',
        [edition],
      )
      usual(house)
      const recovered = await finish(house, edition)
      return {
        edition,
        rounds: 1,
        recovered,
        inDoubtAtMost: 0,
        wrong: [
          ...unless(status === 0, `it ended with ${status}`),
          ...unless(took < 30 || took < 30 * (await slowness()), `it took ${took.toFixed(0)} s to end`),
          ...unless(inDoubt === 0, `${inDoubt} in doubt`),
          ...unless(rows[0].n === 0, `${rows[0].n} attempts without an end`),
        ],
      }
    },
  }
}

export const WORKERS: Fault[] = [
  blocked,
  eight,
  eightSends,
  sameJob,
  stopped,
  terminated('SIGTERM to send --wait in mid-send', async (house, edition) => send(house, edition)),
  terminated('SIGTERM to a worker in mid-send', async (house, _edition) => {
    const worker = house.estafette(['worker'])
    await worker.says('worker runs')
    await nudge(house)
    return worker
  }),
]
