import type { Stage } from '../support/scripted-smtp.js'
import { CONNECTIONS, hurry, unless, usual } from './fault.js'
import { nudge } from './nudge.js'
import { letClaimsExpire, openOnes, type Rig } from './rig.js'
import type { Running } from './running.js'
import { between } from './seed.js'
import {
  copiesOf,
  doubtsOf,
  inDoubtAndKnown,
  stateOf,
  toAddressees,
  type Victim,
  victimFrom,
  victimTo,
} from './victim.js'

type Kill = { victim: Victim; attempt: number; isBefore: boolean }
type Point = { stage: Stage; nth: number; env?: Record<string, string> }

/** How long the worker lives on at a gate that is shut, in milliseconds: a dot that doesn't wait for its gate would come. */
const AT_THE_GATE = 200

/**
 * kill -9 when the server has reached a stage for the nth time; the server says nothing more in that session. At the body, the gate is
 * held shut, so that it is the mail without its dot that has come. Resolves to what was struck, or to why nothing was.
 */
async function killAt(rig: Rig, edition: string, { stage, nth, env }: Point): Promise<Kill | string> {
  let seen = 0
  let chosen = -1
  let running: Running | null = null
  let who: Promise<Victim> | null = null
  let letGo = async () => {}
  const kill = () => running?.signal('SIGKILL')
  const isToAddressee = await toAddressees(rig, edition)
  rig.server.setScript((reached, session, { to }) => {
    const command = rig.server.commands.at(-1) ?? ''
    if (
      reached === (stage === 'body' ? 'DATA' : stage) &&
      isToAddressee(reached, command, to) &&
      ++seen === nth
    ) {
      chosen = session
      who = stage === 'MAIL' ? victimFrom(rig, edition, command) : victimTo(rig, edition, to)
      who.catch(() => {})
      if (stage === 'body') return { after: shutGate(rig, who).then(open => (letGo = open)), act: null }
      kill()
      return 'silence'
    }
    if (stage === 'body' && reached === 'body' && session === chosen) setTimeout(kill, AT_THE_GATE)
    return null
  })
  await hurry(rig, edition)
  running = rig.estafette(['send', edition, '--wait'], env)
  const end = await running.ended
  usual(rig)
  await letGo()
  await letClaimsExpire(rig, [running.pid])
  // Settled by another than the next one that sends: what waits for others to go first is then due to that one.
  await nudge(rig)
  if (end !== 'SIGKILL' || who === null) return `${stage} ${nth} was not reached: send ended with ${end}`
  const victim: Victim = await who
  const { attempts } = await stateOf(rig, victim)
  return { victim, attempt: attempts.length, isBefore: stage !== 'dot' }
}

/** Lets the dot gate of a delivery keep whoever asks waiting. Resolves to how to end that: whoever has asked is never answered. */
async function shutGate({ client }: Rig, who: Promise<Victim>): Promise<() => Promise<void>> {
  const { id } = await who
  const own = await client.connect()
  await own.query('begin')
  await own.query('select from estafette.attempt where delivery = $1 for update', [id])
  const { rows } = await own.query('select pg_backend_pid() as pid')
  return async () => {
    await client.query(
      'select pg_terminate_backend(pid, 5000) from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
      [rows[0].pid],
    )
    await own.query('rollback')
    own.release()
  }
}

/** What the ledger says of it once its worker is known to be gone; `doubts` have come by this kill. */
async function judgedAtOnce(rig: Rig, edition: string, kill: Kill, doubts: string[]): Promise<string[]> {
  const { victim, isBefore } = kill
  if (!isBefore) return inDoubtAndKnown(rig, edition, victim)
  const { state, attempts } = await stateOf(rig, victim)
  const last = attempts.at(-1)
  return [
    ...unless(!doubts.includes(victim.id), `${victim.id} is in doubt, killed before its dot`),
    ...unless(['pending', 'deferred'].includes(state), `${victim.id}, killed before its dot, is ${state}`),
    ...unless(
      last?.outcome === 'lost' && last.phase === 'started',
      `${victim.id}: its attempt is ${last?.outcome}, in phase ${last?.phase}`,
    ),
  ]
}

/** What has become of it when all is over. */
export async function judgedAtLast(rig: Rig, edition: string, kill: Kill): Promise<string[]> {
  const { victim, attempt, isBefore } = kill
  const { state, attempts } = await stateOf(rig, victim)
  if (!isBefore)
    return [
      ...(await inDoubtAndKnown(rig, edition, victim)),
      ...unless(attempts.length === attempt, `${victim.id} was tried again`),
    ]
  // A later kill may have caught its mail just after its dot.
  const later = attempts.some(({ number, outcome }) => number > attempt && outcome === 'in-doubt')
  const { dots, taken } = copiesOf(rig, victim)
  return [
    ...unless(
      attempts.every(one => one.number > attempt || one.outcome !== 'in-doubt'),
      `${victim.id} was in doubt`,
    ),
    ...unless(later || state === 'accepted', `${victim.id}, killed before its dot, ended as ${state}`),
    ...unless(later || (dots === 1 && taken === 1), `${victim.id}: ${dots} dots came, ${taken} were taken`),
  ]
}

/** One kill after the other at one edition, each reached, and what becomes of each mail that was struck. Every second worker has one connection only. */
export async function killed(
  rig: Rig,
  edition: string,
  random: () => number,
  { stages, env = {} }: { stages: Stage[]; env?: Record<string, string> },
) {
  const kills: Kill[] = []
  const wrong: string[] = []
  for (const [round, stage] of stages.entries()) {
    const before = await doubtsOf(rig, edition)
    // From the third kill on a first mail, which goes alone, might be set aside for its ends.
    const nth = between(random, round < 2 ? 1 : 2, Math.min(rig.mails, await openOnes(rig, edition)) / 5)
    const isSingle = round % 2 === 1
    const more: Record<string, string> = isSingle ? { DELIVERIES_AT_ONCE: '1' } : {}
    const kill = await killAt(rig, edition, { stage, nth, env: { ...env, ...more } })
    if (typeof kill === 'string') {
      wrong.push(kill)
      continue
    }
    kills.push(kill)
    const doubts = [...(await doubtsOf(rig, edition))].filter(id => !before.has(id))
    const most = isSingle ? 1 : CONNECTIONS
    wrong.push(...(await judgedAtOnce(rig, edition, kill, doubts)))
    wrong.push(...unless(doubts.length <= most, `${doubts.length} in doubt with ${most} connections`))
  }
  const last = async () => (await Promise.all(kills.map(kill => judgedAtLast(rig, edition, kill)))).flat()
  return { rounds: kills.length, wrong, last }
}
