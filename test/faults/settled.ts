import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fetchReports } from '../../src/steps/returned-mail/fetch-reports.js'
import { dsnMail, replyMail } from '../support/reports.js'
import { type Fault, finish, send, states, unless, usual } from './fault.js'
import type { Rig } from './rig.js'
import { oneOf } from './seed.js'

type Doubt = { id: string; messageId: string; email: string }

/** An edition of which some deliveries are in doubt: their final dot came, and nothing was said to it. */
async function doubted(rig: Rig, random: () => number, many: number) {
  const edition = await rig.edition()
  const { rows } = await rig.client.query(
    `select a.email from estafette.delivery d join estafette.addressee a using (edition, version, recipient)
     where edition = $1 order by d.id`,
    [edition],
  )
  const victims = new Set<string>()
  while (victims.size < many) victims.add(oneOf(random, rows).email)
  rig.server.setScript((stage, _session, { to }) => (stage === 'dot' && victims.has(to) ? 'close' : null))
  const status = await send(rig, edition).ended
  usual(rig)
  const { rows: doubts } = await rig.client.query(
    `select d.id, d.message_id as "messageId", a.email from estafette.delivery d
       join estafette.addressee a using (edition, version, recipient)
     where edition = $1 and d.state = 'in-doubt' order by d.id`,
    [edition],
  )
  const wrong = unless(
    status === 0 && doubts.length === many,
    `${doubts.length} in doubt, send ended with ${status}`,
  )
  return { edition, doubts: doubts as Doubt[], wrong }
}

const dotsOf = ({ server }: Rig, { messageId }: Doubt) =>
  server.journal.filter(taken => taken.messageId === messageId).length

/** A person says: send it again. Exactly one more mail leaves, with the same Message-ID; strangers may not ask for it. */
const again: Fault = {
  name: 'in doubt, a person says "again" or "accepted"',
  strike: async (rig, random) => {
    const { edition, doubts, wrong } = await doubted(rig, random, 4)
    const [one, two, ...others] = doubts as [Doubt, Doubt, ...Doubt[]]
    const settle = (delivery: string, as: string, by: string) =>
      rig.estafette(['settle', delivery, '--as', as, '--by', by]).ended
    const by = 'direction@cabinet.example'
    const stranger = await settle(one.id, 'again', 'stranger@elsewhere.example')
    const settled = [await settle(one.id, 'again', by), await settle(two.id, 'accepted', by)]
    const twice = await settle(one.id, 'again', by)
    const recovered = await finish(rig, edition)
    const { rows } = await rig.client.query(
      'select decision from estafette.settlement_log where delivery = any($1) and by_email = $2 order by decision',
      [[one.id, two.id], by],
    )
    const { accepted } = await states(rig, edition)
    return {
      edition,
      rounds: 2,
      recovered,
      inDoubtAtMost: others.length,
      said: { again: new Map([[one.id, 1]]), vouched: new Set([two.id]) },
      wrong: [
        ...wrong,
        ...unless(stranger === 1, `a stranger settled it: ${stranger}`),
        ...unless(settled.join() === '0,0' && twice === 1, `settle ended with ${settled}, then ${twice}`),
        ...unless(dotsOf(rig, one) === 2, `"again" made ${dotsOf(rig, one) - 1} more mails`),
        ...unless(dotsOf(rig, two) === 1, `"accepted" made ${dotsOf(rig, two) - 1} more mails`),
        ...unless(
          rows.map(row => row.decision).join() === 'accepted,again',
          'it is not written down who asked',
        ),
        ...unless(accepted === rig.mails - others.length, `${accepted} are accepted`),
      ],
    }
  },
}

/** What comes back settles a doubt: a bounce refutes it, a reply proves it, and neither sends anything. */
const reported: Fault = {
  name: 'in doubt, settled by a DSN and by a reply',
  strike: async (rig, random) => {
    const { edition, doubts, wrong } = await doubted(rig, random, 3)
    const [bounced, replied, arrived] = doubts as [Doubt, Doubt, Doubt]
    const path = ({ messageId }: Doubt) =>
      rig.server.journal.find(taken => taken.messageId === messageId)?.from ?? ''
    const dsn = { to: path(bounced), recipient: bounced.email, action: 'failed' as const, status: '5.1.1' }
    const delivered = {
      to: path(arrived),
      recipient: arrived.email,
      action: 'delivered' as const,
      status: '2.0.0',
    }
    const dir = rig.app.config.reportsDir ?? ''
    mkdirSync(dir, { recursive: true })
    const mails = [
      dsnMail({ ...dsn, words: '550 5.1.1 User unknown' }),
      replyMail({ to: 'estafette@estafette.example', inReplyTo: replied.messageId, text: 'Merci.' }),
      dsnMail({ ...delivered, words: '250 2.0.0 Ok' }),
    ]
    for (const [index, mail] of mails.entries()) writeFileSync(join(dir, `${edition}-${index}.eml`), mail)
    // Files that were written just now may still be written on: the service waits for them to rest.
    for (let look = 0; look < 100; look++) {
      await fetchReports(rig.app)
      const { 'in-doubt': left = 0 } = await states(rig, edition)
      if (left === 0) break
      await new Promise(resolve => setTimeout(resolve, 200))
    }
    const recovered = await finish(rig, edition)
    const found = await states(rig, edition)
    const dots = doubts.map(doubt => dotsOf(rig, doubt))
    return {
      edition,
      rounds: 3,
      recovered,
      inDoubtAtMost: 0,
      said: { vouched: new Set([replied.id, arrived.id]), refuted: new Set([bounced.id]) },
      wrong: [
        ...wrong,
        ...unless(found.bounced === 1, 'the bounce has not settled it'),
        ...unless(found.accepted === rig.mails - 1, `${found.accepted} are accepted`),
        ...unless(dots.join() === '1,1,1', `${dots} mails left`),
      ],
    }
  },
}

export const SETTLED: Fault[] = [again, reported]
