import type { Act, Script, Stage } from '../support/scripted-smtp.js'
import { busyDomain } from './busy-domain.js'
import { CONNECTIONS, type Fault, finish, send, states, unless, usual } from './fault.js'
import { openOnes, type Rig } from './rig.js'
import { between, oneOf } from './seed.js'
import { dripping, slowDomain } from './slow-relay.js'

const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()
const MINUTE = 60_000

/** One recipient's server misbehaves in some way; what becomes of that delivery, and that all others go. */
function oneRefused(
  name: string,
  stage: Stage,
  act: (nth: number) => Act | null,
  expected: { after: string | string[]; later: string; statuses?: (number | string)[] },
): Fault {
  return {
    name,
    strike: async (rig, random) => {
      const edition = await rig.edition()
      const victim = await someAddress(rig, edition, random)
      let times = 0
      rig.server.setScript((reached, _session, { to }) =>
        reached === stage && to === victim.email ? act(++times) : null,
      )
      const first = await send(rig, edition).ended
      const after = await stateOf(rig, victim.id)
      const second = await send(rig, edition, '--now', at(40 * MINUTE)).ended
      const later = await stateOf(rig, victim.id)
      usual(rig)
      const { accepted = 0 } = await states(rig, edition)
      return {
        edition,
        rounds: 1,
        recovered: null,
        inDoubtAtMost: 0,
        open: expected.later === 'deferred' ? 1 : 0,
        wrong: [
          ...unless(
            (expected.statuses ?? [0]).includes(first) && second === 0,
            `send ended with ${first} and ${second}`,
          ),
          ...unless([expected.after].flat().includes(after), `it was ${after}, not ${expected.after}`),
          ...unless(later === expected.later, `it became ${later}, not ${expected.later}`),
          ...unless(accepted >= rig.mails - 1, `only ${accepted} of ${rig.mails} were accepted`),
        ],
      }
    },
  }
}

/** One that no fault before has refused: two refusals for good suppress an address. */
async function someAddress(rig: Rig, edition: string, random: () => number) {
  const { rows } = await rig.client.query(
    `with sent as (select d.id, d.state, d.edition, a.email
       from estafette.delivery d join estafette.addressee a using (edition, version, recipient))
     select id, email from sent
     where edition = $1 and email not in (select email from sent where state in ('bounced', 'suppressed'))
     order by id`,
    [edition],
  )
  return oneOf(random, rows as { id: string; email: string }[])
}

async function stateOf({ client }: Rig, delivery: string): Promise<string> {
  const { rows } = await client.query('select state from estafette.delivery where id = $1', [delivery])
  return rows[0].state
}

const firstTime = (reply: string) => (nth: number) => (nth === 1 ? { reply } : null)
const always = (reply: string) => () => ({ reply })

type Refusal = {
  /** What the server says to whom, once it begins to refuse us. */
  script: Script
  /** From the nth mail on; from the first connection when not given. */
  after?: number
  /** How many mails may meet the refusal. */
  most: number
  login?: string
}

/** A refusal of ourselves: the edition pauses, nobody is counted as bounced, and a person lets it go on. */
function aboutUs(name: string, { script, after = 0, most, login }: Refusal): Fault {
  return {
    name,
    strike: async rig => {
      const edition = await rig.edition()
      const before = rig.server.commands.length
      let mails = 0
      rig.server.setScript((stage, session, moment) => {
        if (stage === 'MAIL') mails++
        return mails > after || after === 0 ? script(stage, session, moment) : null
      })
      const smtp = `smtp://${login ?? ''}127.0.0.1:${rig.server.port}`
      const process = rig.estafette(['send', edition, '--wait'], { SMTP_URL: smtp })
      const status = await process.ended
      const commands = rig.server.commands.slice(before)
      const logins = commands.filter(line => line.startsWith('AUTH')).length
      const { rows } = await rig.client.query(
        `select e.stopped_at, (select count(*)::int from estafette.attempt a join estafette.delivery d on d.id = a.delivery
           where d.edition = e.id and a.outcome = 'deferred') as tries from estafette.edition e where e.id = $1`,
        [edition],
      )
      const { tries, stopped_at: stoppedAt } = rows[0]
      const { bounced = 0, suppressed = 0, 'gave-up': gaveUp = 0, accepted = 0 } = await states(rig, edition)
      usual(rig)
      await rig.estafette(['resume', edition]).ended
      const recovered = await finish(rig, edition)
      return {
        edition,
        rounds: tries,
        recovered,
        inDoubtAtMost: 0,
        wrong: [
          ...unless(status === 1, `send ended with ${status}`),
          ...unless(process.out().includes('is paused: '), 'send does not say why'),
          ...unless(stoppedAt !== null, 'the edition was not paused'),
          ...unless(process.err().includes('edition.paused'), 'nobody was told'),
          ...unless(tries >= 1 && tries <= most, `${tries} mails met the refusal`),
          ...unless(after > 0 ? accepted > 0 : accepted === 0, `${accepted} were accepted before it`),
          // The one of a mail, and perhaps that of the notice that says so to the staff.
          ...unless(!login || (logins >= 1 && logins <= 2), `it logged in ${logins} times`),
          ...unless(bounced + suppressed + gaveUp === 0, 'recipients were blamed'),
          ...unless(!login || !commands.some(line => line.startsWith('MAIL')), 'it went on without a log-in'),
        ],
      }
    },
  }
}

/** Everybody is refused, in words that say nothing of us: after a few, it is no longer taken for the recipients' doing. */
const wordless: Fault = {
  name: '550 to everybody, worded as if it were the recipients',
  strike: async rig => {
    const edition = await rig.edition()
    rig.server.setScript(stage => (stage === 'RCPT' ? { reply: '550 Requested action not taken' } : null))
    const process = send(rig, edition)
    const status = await process.ended
    const before = await states(rig, edition)
    usual(rig)
    await rig.estafette(['resume', edition]).ended
    const recovered = await finish(rig, edition)
    const { bounced = 0, accepted = 0 } = await states(rig, edition)
    const most = 10 + 2 * CONNECTIONS
    return {
      edition,
      rounds: bounced,
      recovered,
      inDoubtAtMost: 0,
      wrong: [
        ...unless(status === 1 && process.out().includes('is paused: '), `send ended with ${status}`),
        ...unless(bounced >= 9 && bounced <= most, `${bounced} were taken for bounced`),
        ...unless(bounced === before.bounced && accepted === rig.mails - bounced, 'the others did not go'),
      ],
    }
  },
}

/** Each session breaks off at some stage with some chance; in the end every mail is there once or in doubt. */
const unreliable: Fault = {
  name: 'reset, close or silence at any stage, one session in six',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const stages: Stage[] = ['connect', 'EHLO', 'MAIL', 'RCPT', 'DATA', 'body', 'dot']
    let dots = 0
    const plan = new Map<number, { stage: Stage; act: Act }>()
    rig.server.setScript((stage, session) => {
      if (!plan.has(session)) {
        const act = oneOf(random, ['reset', 'close', 'silence'] as const)
        if (random() < 1 / 6) plan.set(session, { stage: oneOf(random, stages), act })
        else plan.set(session, { stage: oneOf(random, stages), act: { reply: '' } })
      }
      const { stage: where, act } = plan.get(session) as { stage: Stage; act: Act }
      if (stage !== where || typeof act !== 'string') return null
      if (stage === 'dot') dots++
      return act
    })
    const process = send(rig, edition)
    const status = await process.ended
    const recovered = await finish(rig, edition, '--now', at(MINUTE))
    const wrong = unless(status === 0, `send ended with ${status}`)
    return { edition, rounds: plan.size, recovered, inDoubtAtMost: dots, wrong }
  },
}

const expired: Fault = {
  name: '4xx until the edition expires',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const victim = await someAddress(rig, edition, random)
    rig.server.setScript((stage, _session, { to }) =>
      stage === 'RCPT' && to === victim.email ? { reply: '451 4.3.0 Try again later' } : null,
    )
    await send(rig, edition).ended
    await sendAfterSilence(rig, edition, 1.5)
    const warned = await reasons(rig, edition)
    for (const hours of [24, 48, 71.9, 72.5]) await sendAfterSilence(rig, edition, hours)
    usual(rig)
    const state = await stateOf(rig, victim.id)
    const followed = await reasons(rig, edition)
    const open = await openOnes(rig, edition)
    return {
      edition,
      rounds: between(random, 1, 1),
      recovered: null,
      inDoubtAtMost: 0,
      gaveUp: 1,
      wrong: [
        ...unless(state === 'gave-up', `it was ${state} after 72 h`),
        ...unless(followed.includes('gave-up'), 'nobody was told that it gave up'),
        ...unless(warned.includes('late'), 'nobody was warned after an hour'),
        ...unless(open === 0, `${open} are still open`),
      ],
    }
  },
}

/** After an hour in which nothing of it was tried an edition is held, as its ledger may be an old one, until a person says that it isn't. */
async function sendAfterSilence(rig: Rig, edition: string, hours: number) {
  const now = ['--now', at(hours * 60 * MINUTE)]
  await send(rig, edition, ...now).ended
  await rig.estafette(['resume', edition, ...now]).ended
  await send(rig, edition, ...now).ended
}

async function reasons({ client }: Rig, edition: string): Promise<string[]> {
  const { rows } = await client.query(
    "select reason from estafette.follow_up where edition = $1 and state <> 'done'",
    [edition],
  )
  return rows.map(row => row.reason)
}

const LOGIN_WANTED: Script = stage => {
  if (stage === 'EHLO') return { reply: '250-scripted.example\r\n250 AUTH PLAIN' }
  return stage === 'AUTH' ? { reply: '535 5.7.8 Authentication credentials invalid' } : null
}

const BLOCKED: Script = stage =>
  stage === 'RCPT'
    ? { reply: '554 5.7.1 Service unavailable; client host blocked using zen.spamhaus.org' }
    : null

/** Postfix says at RCPT what it thinks of a sender (smtpd_delay_reject). */
const OUR_DOMAIN: Script = stage =>
  stage === 'RCPT'
    ? { reply: '550 5.1.8 <estafette@agence.example>: Sender address rejected: Domain not found' }
    : null

/** How many mails of an edition go to two domains, at most. */
const TO_TWO_DOMAINS = 20

export const RELAYS: Fault[] = [
  ...['421 4.3.2 Busy', '450 4.2.0 Greylisted', '451 4.7.1 Try later', '452 4.2.2 Mailbox full'].map(reply =>
    oneRefused(`${reply.slice(0, 3)} at RCPT, later accepted`, 'RCPT', firstTime(reply), {
      // 421 makes its whole domain wait a minute and more: `send --wait` stays for what is due within one, and says by 4 that more waits.
      ...(reply.startsWith('421')
        ? { after: ['deferred', 'accepted'], statuses: [0, 4] }
        : { after: 'deferred' }),
      later: 'accepted',
    }),
  ),
  oneRefused('450 after the dot, later accepted', 'dot', firstTime('450 4.7.1 Greylisted'), {
    after: 'deferred',
    later: 'accepted',
  }),
  oneRefused('550 5.1.1', 'RCPT', always('550 5.1.1 User unknown'), { after: 'bounced', later: 'bounced' }),
  oneRefused('552 5.2.2', 'RCPT', always('552 5.2.2 Mailbox full'), { after: 'deferred', later: 'deferred' }),
  oneRefused('550 5.7.1 User unknown', 'RCPT', always('550 5.7.1 User unknown'), {
    after: 'bounced',
    later: 'bounced',
  }),
  oneRefused('550 Quota exceeded', 'RCPT', always('550 Quota exceeded'), {
    after: 'deferred',
    later: 'deferred',
  }),
  oneRefused('554 5.7.1 of one domain', 'RCPT', always('554 5.7.1 Client host blocked'), {
    after: 'deferred',
    later: 'deferred',
  }),
  // They go one by one until a third domain has refused: the others need not find it out.
  aboutUs('554 5.7.1 block list', { script: BLOCKED, most: TO_TWO_DOMAINS + 1 }),
  aboutUs('554 5.7.1 block list, in mid-send', {
    script: BLOCKED,
    after: 40,
    most: TO_TWO_DOMAINS + 2 * CONNECTIONS,
  }),
  aboutUs('550 5.1.8 our domain, said of each recipient', { script: OUR_DOMAIN, most: TO_TWO_DOMAINS + 1 }),
  wordless,
  aboutUs('AUTH 535', { script: LOGIN_WANTED, most: 1, login: 'user:wrong@' }),
  unreliable,
  dripping,
  slowDomain,
  busyDomain(
    '421 for one domain slows that domain only, two at once',
    '421 4.7.0 Too many connections from you, slow down',
    2,
  ),
  busyDomain(
    '421 for one domain slows that domain only',
    '421 4.7.0 Too many connections from you, slow down',
    CONNECTIONS,
  ),
  busyDomain(
    '450 for one domain that is asked too often',
    '450 4.2.1 You send too fast, slow down',
    CONNECTIONS,
  ),
  expired,
]
