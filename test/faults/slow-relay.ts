import { type Fault, finish, states, unless, usual } from './fault.js'
import { type Rig, until } from './rig.js'
import { slowness } from './running.js'
import { oneOf } from './seed.js'
import { anyVictim } from './victim.js'

/** SMTP_TIMEOUT_SECONDS of the next fault; a whole mail takes five times as long at most. */
const SILENCE = 4
const WHOLE_MAIL = 5 * SILENCE

/** Some relays answer one byte in a while: never silent, never done. Others never answer. */
export const dripping: Fault = {
  name: 'one byte at a time, and silence after the dot; the others keep flowing',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const slow = await anyVictim(rig, edition, random)
    let silent = slow
    while (silent.id === slow.id) silent = await anyVictim(rig, edition, random)
    let times = 0
    rig.server.setScript((stage, _session, { to }) => {
      if (stage === 'RCPT' && to === slow.email && times++ === 0)
        return { drip: '250 2.1.5 a very long way to say yes, so long that nobody waits', everyMs: 2000 }
      return stage === 'dot' && to === silent.email ? 'silence' : null
    })
    const process = rig.estafette(['send', edition, '--wait'], { SMTP_TIMEOUT_SECONDS: String(SILENCE) })
    const others = async () => ((await states(rig, edition)).accepted ?? 0) >= rig.mails - 2
    await until(others, 300, 'the delivery of the others')
    // Not a matter of seconds, on a machine that may be slow: it is still dripping when all others are there.
    const meanwhile = await attemptsOf(rig, slow.id)
    const status = await process.ended
    const recovered = await finish(rig, edition)
    const [slowly, again] = await attemptsOf(rig, slow.id)
    const silently = await attemptsOf(rig, silent.id)
    const spare = 10 * (await slowness())
    const took = { slow: slowly?.seconds ?? 0, silent: silently[0]?.seconds ?? 0 }
    return {
      edition,
      rounds: 2,
      recovered,
      inDoubtAtMost: 1,
      wrong: [
        ...unless(status === 0, `send ended with ${status}`),
        ...unless(
          meanwhile.length === 1 && meanwhile[0]?.outcome === null,
          'the others waited for the slow one',
        ),
        ...unless(
          slowly?.outcome === 'lost' && took.slow >= WHOLE_MAIL - 1 && took.slow <= WHOLE_MAIL + spare,
          `the slow one: ${slowly?.outcome} after ${took.slow} s, not given up after ${WHOLE_MAIL}`,
        ),
        ...unless(again?.outcome === 'accepted', `the slow one, tried again: ${again?.outcome}`),
        ...unless(
          silently.length === 1 && silently[0]?.outcome === 'in-doubt' && took.silent <= SILENCE + spare,
          `the silent one: ${silently.map(one => one.outcome)} after ${took.silent} s`,
        ),
      ],
    }
  },
}

/** SMTP_TIMEOUT_SECONDS of the next fault: longer than all others take. */
const LONG = 20

/** All mails to one municipality meet a server that thinks for long: as many as there are connections. */
export const slowDomain: Fault = {
  name: 'silence for all of one domain; the others keep flowing',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const { rows } = await rig.client.query(
      "select distinct split_part(email, '@', 2) as domain from estafette.addressee where edition = $1 order by 1",
      [edition],
    )
    // Not the first one: before an answer to it, the others are not taken in hand.
    const { domain } = oneOf(random, rows.slice(1))
    rig.server.setScript((stage, _session, { to }) =>
      stage === 'RCPT' && to.endsWith(`@${domain}`) ? 'silence' : null,
    )
    const process = rig.estafette(['send', edition, '--wait'], { SMTP_TIMEOUT_SECONDS: String(LONG) })
    const others = rig.mails - rig.mails / rows.length
    await until(async () => ((await states(rig, edition)).accepted ?? 0) >= others, 300, 'the others')
    const ended = await rig.client.query(
      `select count(*)::int as n from estafette.attempt a join estafette.delivery d on d.id = a.delivery
         join estafette.addressee using (edition, version, recipient)
       where edition = $1 and email like '%@' || $2 and a.outcome is not null`,
      [edition, domain],
    )
    usual(rig)
    const status = await process.ended
    const recovered = await finish(rig, edition)
    return {
      edition,
      rounds: rig.mails / rows.length,
      recovered,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(status === 0, `send ended with ${status}`),
        ...unless(
          ended.rows[0].n === 0,
          `the others waited until ${ended.rows[0].n} of the slow ones had ended`,
        ),
      ],
    }
  },
}

async function attemptsOf({ client }: Rig, delivery: string) {
  const { rows } = await client.query(
    `select outcome, extract(epoch from ended_at - started_at)::float8 as seconds
     from estafette.attempt where delivery = $1 order by number`,
    [delivery],
  )
  return rows as { outcome: string | null; seconds: number | null }[]
}
