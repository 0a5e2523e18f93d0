import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../support/scripted-smtp.js'
import { atNth, CONNECTIONS, type Fault, finish, secondsSince, send, states, unless, usual } from './fault.js'
import { type House, letClaimsExpire, openOnes, until } from './house.js'
import { between, oneOf } from './seed.js'

/** kill -9 when the server has reached a stage for the nth time; the server says nothing more in that session. */
async function killAt(house: House, edition: string, stage: Stage, nth: number, env = {}) {
  let process: ReturnType<typeof send> | null = null
  const struck = atNth(house, stage, nth, () => {
    process?.signal('SIGKILL')
    return 'silence'
  })
  process = house.estafette(['send', edition, '--wait'], env)
  await Promise.race([struck, process.ended])
  await process.ended
  usual(house)
  await letClaimsExpire(house, [process.pid])
}

export function killedAt(name: string, stages: Stage[], rounds: number, inDoubtPerKill: number): Fault {
  return {
    name,
    strike: async (house, random) => {
      const edition = await house.edition()
      for (let round = 0; round < rounds; round++)
        await killAt(house, edition, oneOf(random, stages), between(random, 1, house.mails / 5))
      const recovered = await finish(house, edition)
      return { edition, rounds, recovered, inDoubtAtMost: rounds * inDoubtPerKill }
    },
  }
}

/** Each mail is signed as a whole: the gate must still stand before its dot. */
const signedMails: Fault = {
  name: 'worker killed before and after the final dot, mails signed with DKIM',
  strike: async (house, random) => {
    const edition = await house.edition()
    const file = join(house.dir, 'dkim.pem')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const env = { DKIM_DOMAIN: 'estafette.example', DKIM_SELECTOR: 's1', DKIM_KEY_FILE: file }
    const from = house.server.completed.length
    for (const stage of ['body', 'dot'] as const)
      await killAt(house, edition, stage, between(random, 1, house.mails / 5), env)
    await letClaimsExpire(house)
    const began = performance.now()
    const status = await house.estafette(
      ['send', edition, '--wait', '--now', new Date(Date.now() + 60_000).toISOString()],
      env,
    ).ended
    const mails = house.server.completed.slice(from)
    const signed = mails.filter(mail => /^DKIM-Signature:/im.test(mail)).length
    return {
      edition,
      rounds: 2,
      recovered: secondsSince(began),
      inDoubtAtMost: 2 * CONNECTIONS,
      wrong: [
        ...unless(status === 0, `send ended with ${status}`),
        ...unless(signed === mails.length && signed > 0, `${signed} of ${mails.length} mails are signed`),
      ],
    }
  },
}

/** The server has said 250, and the worker can't commit it any more. */
const beforeTheCommit: Fault = {
  name: 'worker killed between 250 and the commit',
  strike: async (house, random) => {
    const edition = await house.edition()
    const struck = atNth(house, 'dot', between(random, 1, house.mails / 5), () => {
      house.database.freeze()
      return null
    })
    const process = send(house, edition)
    await struck
    await pause(300)
    await process.kill()
    house.database.resume()
    // What the proxy held back still arrives, also from a process that is gone.
    await pause(500)
    await letClaimsExpire(house, [process.pid])
    const recovered = await finish(house, edition)
    const { 'in-doubt': inDoubt = 0 } = await states(house, edition)
    const wrong = unless(inDoubt > 0, 'nothing is in doubt although an answer was lost')
    return { edition, rounds: 1, recovered, inDoubtAtMost: CONNECTIONS, wrong }
  },
}

/** Nothing is hurried here: real claims, real ticks. Promise 7 wants the backlog gone within a minute. */
const serviceRestarted: Fault = {
  name: 'service killed, started again, left to itself',
  strike: async (house, random) => {
    const env = { PORT: '0' }
    const edition = await house.edition({ dispatch: false })
    const first = house.estafette(['start'], env)
    await first.says('Estafette runs')
    const struck = atNth(house, 'body', between(random, 5, house.mails / 5), () => {
      first.signal('SIGKILL')
      return 'silence'
    })
    await house.app.dispatch(edition)
    await nudge(house)
    await struck
    await first.ended
    usual(house)
    const second = house.estafette(['start'], env)
    await second.says('Estafette runs')
    const began = performance.now()
    await until(async () => (await openOnes(house, edition)) === 0, 300, 'the backlog’s end')
    const recovered = secondsSince(began)
    second.signal('SIGTERM')
    const status = await second.ended
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: CONNECTIONS,
      wrong: [...unless(status === 0, `SIGTERM ended it with ${status}`)],
    }
  },
}

/** Whoever takes this delivery dies before its dot. */
const poison: Fault = {
  name: 'one delivery kills every worker that takes it',
  strike: async (house, random) => {
    const edition = await house.edition()
    const { rows } = await house.client.query(
      'select email from estafette.addressee where edition = $1 order by recipient',
      [edition],
    )
    const victim = oneOf(random, rows).email
    let kills = 0
    let process: ReturnType<typeof send> | null = null
    house.server.setScript((stage, _session, { to }) => {
      if (stage !== 'RCPT' || to !== victim) return null
      kills++
      process?.signal('SIGKILL')
      return 'silence'
    })
    for (let round = 0; round < 12 && (await openOnes(house, edition)) > 0; round++) {
      process = send(house, edition, '--now', new Date(Date.now() + round * 120_000).toISOString())
      await process.ended
      await letClaimsExpire(house, [process.pid])
    }
    usual(house)
    const { accepted = 0, 'in-doubt': inDoubt = 0, 'gave-up': gaveUp = 0 } = await states(house, edition)
    return {
      edition,
      rounds: kills,
      recovered: null,
      inDoubtAtMost: kills * CONNECTIONS,
      wrong: [
        ...unless(gaveUp === 1, `${gaveUp} deliveries were set aside`),
        ...unless(accepted + inDoubt + gaveUp === rows.length, 'the others did not all go'),
        ...unless(kills <= 6, `it killed ${kills} workers before it was set aside`),
      ],
    }
  },
}

/** Enqueues what is due, as a tick of the service does. */
export async function nudge(house: House) {
  const queue = await house.app.openQueue()
  try {
    await house.app.recover(queue)
  } finally {
    await queue.close()
  }
}

export const KILLS: Fault[] = [
  killedAt('worker killed before the final dot', ['MAIL', 'RCPT', 'DATA', 'body'], 4, CONNECTIONS),
  killedAt('worker killed after the final dot', ['dot'], 4, CONNECTIONS),
  signedMails,
  beforeTheCommit,
  serviceRestarted,
  poison,
]
