import { generateKeyPairSync } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Stage } from '../support/scripted-smtp.js'
import {
  atNth,
  atNthMail,
  CONNECTIONS,
  type Fault,
  finish,
  hurry,
  secondsSince,
  send,
  unless,
  usual,
} from './fault.js'
import { judgedAtLast, killed } from './kill-points.js'
import { nudge } from './nudge.js'
import { poison, poisonAlone } from './poison.js'
import { letClaimsExpire, openOnes, type Rig, until } from './rig.js'
import { between } from './seed.js'
import { copiesOf, inDoubtAndKnown, stateOf, victimTo } from './victim.js'

export function killedAt(name: string, stages: Stage[], rounds: number, inDoubtPerKill: number): Fault {
  return {
    name,
    strike: async (rig, random) => {
      const edition = await rig.edition()
      const from = between(random, 0, stages.length - 1)
      const points = Array.from({ length: rounds }, (_, nth) => stages[(from + nth) % stages.length] as Stage)
      const { wrong, last, ...struck } = await killed(rig, edition, random, { stages: points })
      const recovered = await finish(rig, edition)
      const inDoubtAtMost = rounds * inDoubtPerKill
      return { edition, ...struck, recovered, inDoubtAtMost, wrong: [...wrong, ...(await last())] }
    },
  }
}

/** Each mail is signed as a whole: the gate must still stand before its dot. */
const signedMails: Fault = {
  name: 'worker killed before and after the final dot, mails signed with DKIM',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const file = join(rig.dir, 'dkim.pem')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    writeFileSync(file, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    const env = { DKIM_DOMAIN: 'estafette.example', DKIM_SELECTOR: 's1', DKIM_KEY_FILE: file }
    const from = rig.server.completed.length
    const { rounds, wrong, last } = await killed(rig, edition, random, { stages: ['body', 'dot'], env })
    const began = performance.now()
    await hurry(rig, edition)
    const status = await rig.estafette(['send', edition, '--wait'], env).ended
    const mails = rig.server.completed.slice(from).filter(mail => mail.includes(`Message-ID: <${edition}.`))
    const signed = mails.filter(mail => /^DKIM-Signature:/im.test(mail)).length
    return {
      edition,
      rounds,
      recovered: secondsSince(began),
      inDoubtAtMost: 2 * CONNECTIONS,
      wrong: [
        ...wrong,
        ...(await last()),
        ...unless(status === 0, `send ended with ${status}`),
        ...unless(signed === mails.length && signed > 0, `${signed} of ${mails.length} mails are signed`),
      ],
    }
  },
}

/** The server has said 250, and the worker can't commit it any more. */
const beforeTheCommit: Fault = {
  name: 'worker killed between 250 and the commit',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    let email = ''
    const struck = atNth(rig, 'dot', between(random, 1, rig.mails / 5), ({ to }) => {
      rig.database.freeze()
      email = to
      return null
    })
    const process = send(rig, edition)
    await struck
    await pause(300)
    const { pid } = process
    process.signal('SIGKILL')
    const end = await process.ended
    // Else what the proxy holds back would still arrive from a process that is gone, and commit the answer.
    await endSessions(rig)
    rig.database.resume()
    await letClaimsExpire(rig, [pid])
    await nudge(rig)
    const victim = await victimTo(rig, edition, email)
    const { attempts } = await stateOf(rig, victim)
    const atOnce = await inDoubtAndKnown(rig, edition, victim)
    const recovered = await finish(rig, edition)
    const { taken } = copiesOf(rig, victim)
    const kill = { victim, attempt: attempts.length, isBefore: false }
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: CONNECTIONS,
      wrong: [
        ...unless(end === 'SIGKILL', `it ended with ${end} before it was killed`),
        ...unless(taken === 1, `the server took ${taken} copies of the mail that it answered with 250`),
        ...atOnce,
        ...(await judgedAtLast(rig, edition, kill)),
      ],
    }
  },
}

/** The program's connections to PostgreSQL end on the server's side. */
const endSessions = ({ client }: Rig) =>
  client.query(
    "select pg_terminate_backend(pid, 5000) from pg_stat_activity where application_name in ('estafette', 'estafette queue', 'deliveries')",
  )

/** Nothing is hurried here: real claims, real ticks. Promise 7 wants the backlog gone within a minute. */
const serviceRestarted: Fault = {
  name: 'service killed, started again, left to itself',
  strike: async (rig, random) => {
    const env = { PORT: '0' }
    const first = rig.estafette(['start'], env)
    await first.says('Estafette runs')
    const struck = atNthMail(rig, 'body', between(random, 5, rig.mails / 5), () => {
      first.signal('SIGKILL')
      return 'silence'
    })
    const edition = await rig.edition()
    await struck
    const end = await first.ended
    usual(rig)
    const second = rig.estafette(['start'], env)
    await second.says('Estafette runs')
    const began = performance.now()
    await until(async () => (await openOnes(rig, edition)) === 0, 300, 'the backlog’s end')
    const recovered = secondsSince(began)
    second.signal('SIGTERM')
    const status = await second.ended
    return {
      edition,
      rounds: 1,
      recovered,
      inDoubtAtMost: CONNECTIONS,
      wrong: [
        ...unless(end === 'SIGKILL', `it ended with ${end} before it was killed`),
        ...unless(status === 0, `SIGTERM ended it with ${status}`),
      ],
    }
  },
}

export const KILLS: Fault[] = [
  killedAt('worker killed before the final dot', ['MAIL', 'RCPT', 'DATA', 'body'], 4, CONNECTIONS),
  killedAt('worker killed after the final dot', ['dot'], 4, CONNECTIONS),
  signedMails,
  beforeTheCommit,
  serviceRestarted,
  poison,
  poisonAlone,
]

export { nudge }
