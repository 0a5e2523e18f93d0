import { setTimeout as pause } from 'node:timers/promises'
import { hasPgBouncer, startPgBouncer, type TestPgBouncer } from '../support/pgbouncer.js'
import { atNthMail, CONNECTIONS, type Fault, finish, Skipped, secondsSince, unless } from './fault.js'
import { openOnes, type Rig, until } from './rig.js'
import { between } from './seed.js'

async function through<T>(
  rig: Rig,
  mode: Parameters<typeof startPgBouncer>[1],
  work: (env: Record<string, string>, bouncer: TestPgBouncer) => Promise<T>,
): Promise<T> {
  if (!hasPgBouncer()) throw new Skipped('there is no pgbouncer')
  const direct = rig.app.config.databaseUrl?.reveal() ?? ''
  const bouncer = await startPgBouncer(direct, mode)
  try {
    return await work({ DATABASE_URL: bouncer.through(direct), PORT: '0' }, bouncer)
  } finally {
    await bouncer.stop()
  }
}

/** Service and worker go through it alone; it is killed in mid-send, and comes back. */
const session: Fault = {
  name: 'pgBouncer in session mode, killed (-9) in mid-send and back',
  strike: (rig, random) =>
    through(rig, 'session', async (env, bouncer) => {
      const service = rig.estafette(['start'], env)
      await service.says('Estafette runs')
      const worker = rig.estafette(['worker'], env)
      await worker.says('worker runs')
      const struck = atNthMail(rig, 'RCPT', between(random, 5, rig.mails / 3), () => null)
      const edition = await rig.edition()
      await struck
      await bouncer.kill()
      await pause(1000)
      await bouncer.revive()
      const began = performance.now()
      await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the backlog’s end')
      const recovered = secondsSince(began)
      for (const one of [service, worker]) one.signal('SIGTERM')
      const ended = await Promise.all([service.ended, worker.ended])
      return {
        ...{ edition, rounds: 1, recovered, inDoubtAtMost: 2 * CONNECTIONS },
        wrong: unless(
          ended.every(status => status === 0),
          `SIGTERM ended them with ${ended}: ${service.err().slice(-600)}`,
        ),
      }
    }),
}

/** What would be half-sent is refused before it begins, with the reason. */
const shared = (mode: 'transaction' | 'statement'): Fault => ({
  name: `pgBouncer in ${mode} mode is refused by each command`,
  strike: async rig => {
    const edition = await rig.edition()
    const before = rig.server.journal.length
    const wrong = await through(rig, mode, async env => {
      const complaints: string[] = []
      for (const [args, expected] of [
        [['start'], 3],
        [['worker'], 3],
        [['status'], 3],
        [['draft'], 3],
        [['send', edition, '--wait'], 3],
        [['take-over'], 3],
        [['backup', `${rig.dir}/${mode}.estafette`], 3],
        [['doctor'], 1],
      ] as const) {
        const process = rig.estafette([...args], env)
        const status = await process.ended
        const said = process.out() + process.err()
        const isNamed = said.includes('pool_mode = session') && said.includes(`each ${mode}`)
        complaints.push(...unless(status === expected && isNamed, `${args[0]} ended with ${status}: ${said}`))
      }
      return complaints
    })
    wrong.push(...unless(rig.server.journal.length === before, 'mails left through it'))
    const recovered = await finish(rig, edition)
    return { edition, rounds: 1, recovered, inDoubtAtMost: 0, wrong }
  },
})

export const POOLERS: Fault[] = [session, shared('transaction'), shared('statement')]
