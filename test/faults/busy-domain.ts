import { type Fault, finish, states, unless, usual } from './fault.js'
import { openRig, type Rig } from './rig.js'
import { oneOf } from './seed.js'

const MINUTE = 60_000
const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()

/** Mails to each domain: more than can be on their way at once, so that some are claimed and some are not when the first is refused. */
const PER_DOMAIN = 40
const DOMAINS = 19
/** What src/model/delivery/pace.ts asks for, in milliseconds. */
const WAIT = MINUTE
const APART = 2000

/** A municipality's server says that it is asked too often: its own domain waits, and comes slower; the others go at full pace. */
export function busyDomain(name: string, reply: string, atOnce: number): Fault {
  return {
    name,
    strike: async ({ backend }, random) => {
      const rig = await openRig(backend, PER_DOMAIN)
      try {
        const edition = await rig.edition()
        const { rows } = await rig.client.query(
          "select distinct split_part(email, '@', 2) as domain from estafette.addressee where edition = $1 order by 1",
          [edition],
        )
        // Not the first one: before an answer to it, the others are not taken in hand.
        const { domain } = oneOf(random, rows.slice(1))
        const asked: string[] = []
        let since = 0
        rig.server.setScript((stage, _session, { to }) => {
          if (stage !== 'RCPT' || !to.endsWith(`@${domain}`)) return null
          since ||= Date.now()
          asked.push(to)
          return { reply }
        })
        const status = await rig.estafette(['send', edition, '--wait'], {
          DELIVERIES_AT_ONCE: String(atOnce),
        }).ended
        const { accepted = 0 } = await states(rig, edition)
        const wrong = await comeApart(rig, edition, domain, asked, since)
        usual(rig)
        const recovered = await finish(rig, edition, '--now', at(20 * MINUTE))
        return {
          edition,
          rounds: asked.length,
          recovered,
          inDoubtAtMost: 0,
          elsewhere: { rig, close: rig.close },
          wrong: [
            ...wrong,
            // Most of the domain waits longer than `send --wait` does.
            ...unless(status === 4, `send ended with ${status}`),
            ...unless(accepted === (DOMAINS - 1) * PER_DOMAIN, `${accepted} of the others were accepted`),
            // Those on a connection when the first answer came, and those that were just getting on one.
            ...unless(
              asked.length >= 1 && asked.length <= 2 * atOnce,
              `the busy server was asked ${asked.length} times`,
            ),
          ],
        }
      } catch (error) {
        await rig.close()
        throw error
      }
    },
  }
}

/** Each mail to the domain is due again only after the wait; those that were not refused themselves one after the other, that far apart. */
async function comeApart(
  { client }: Rig,
  edition: string,
  domain: string,
  asked: string[],
  since: number,
): Promise<string[]> {
  const { rows } = await client.query<{ email: string; due: Date }>(
    `select a.email, d.due_at as due from estafette.delivery d join estafette.addressee a using (edition, version, recipient)
     where d.edition = $1 and d.state in ('pending', 'deferred') and a.email like '%@' || $2 order by d.due_at`,
    [edition, domain],
  )
  const early = rows.filter(({ due }) => due.getTime() < since + WAIT - 100)
  const others = rows.filter(({ email }) => !asked.includes(email)).map(({ due }) => due.getTime())
  const close = others.filter((due, nth) => nth > 0 && due - (others[nth - 1] as number) < APART - 50)
  return [
    ...unless(rows.length === PER_DOMAIN, `${rows.length} mails to the busy domain are open`),
    ...unless(early.length === 0, `${early.length} come again before the domain was left alone`),
    ...unless(close.length === 0, `${close.length} of ${others.length} come closer than ${APART} ms`),
  ]
}
