import { CONNECTIONS, type Fault, send, states, unless, usual } from './fault.js'
import { letClaimsExpire, openOnes, type Rig } from './rig.js'
import type { Running } from './running.js'
import { anyVictim, copiesOf, reasonsFor, stateOf, type Victim } from './victim.js'

const MINUTE = 60_000
const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()

/** Lets nobody get past RCPT with this delivery alive; Sends anew until it is set aside, each time two minutes later by the clock. */
async function poisoned(rig: Rig, edition: string, victim: Victim, from: number): Promise<number> {
  let kills = 0
  let running: Running | null = null
  rig.server.setScript((stage, _session, { to }) => {
    if (stage !== 'RCPT' || to !== victim.email) return null
    kills++
    running?.signal('SIGKILL')
    return 'silence'
  })
  for (let round = 0; round < 20 && (await openOnes(rig, edition)) > 0; round++) {
    running = send(rig, edition, '--now', at(from + 2 * round * MINUTE))
    await running.ended
    await letClaimsExpire(rig, [running.pid])
  }
  usual(rig)
  return kills
}

/** It is set aside, somebody is told, none of its mails came; all the others went. */
async function setAside(rig: Rig, edition: string, victim: Victim): Promise<string[]> {
  const { accepted = 0, 'in-doubt': inDoubt = 0, 'gave-up': gaveUp = 0 } = await states(rig, edition)
  const { state } = await stateOf(rig, victim)
  const reasons = await reasonsFor(rig, edition, victim)
  return [
    ...unless(state === 'gave-up' && gaveUp === 1, `it is ${state}; ${gaveUp} deliveries were set aside`),
    ...unless(reasons.includes('gave-up'), 'nobody was told that it was set aside'),
    ...unless(copiesOf(rig, victim).dots === 0, 'its mail came'),
    ...unless(accepted + inDoubt + gaveUp === rig.mails, 'the others did not all go'),
  ]
}

/** How many workers it may take with it: three ends, the last one while it is alone. */
const ENDS = 3

/** Whoever takes this delivery dies before its dot, and so does what that worker had besides: that must not be set aside for it. */
export const poison: Fault = {
  name: 'one delivery kills every worker that takes it',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const victim = await anyVictim(rig, edition, random)
    const kills = await poisoned(rig, edition, victim, 0)
    return {
      edition,
      rounds: kills,
      recovered: null,
      inDoubtAtMost: kills * CONNECTIONS,
      gaveUp: 1,
      wrong: [
        ...(await setAside(rig, edition, victim)),
        // What died with it twice waits as long as it does, and goes with it: an end in company convicts nobody. It ends, since each
        // worker sends what comes before it; how soon is a matter of chance.
        ...unless(
          kills >= ENDS && kills <= 3 * ENDS,
          `it killed ${kills} workers before it was set aside, amid others`,
        ),
      ],
    }
  },
}

/** The same when nobody else is under way: then three ends are its own, and there is no fourth. */
export const poisonAlone: Fault = {
  name: 'the only one that is left kills every worker that takes it',
  strike: async (rig, random) => {
    const edition = await rig.edition()
    const victim = await anyVictim(rig, edition, random)
    await rig.client.query(
      "update estafette.delivery set due_at = due_at + interval '30 minutes' where id = $1",
      [victim.id],
    )
    const status = await send(rig, edition).ended
    const { accepted = 0 } = await states(rig, edition)
    const kills = await poisoned(rig, edition, victim, 31 * MINUTE)
    return {
      edition,
      rounds: kills,
      recovered: null,
      inDoubtAtMost: 0,
      gaveUp: 1,
      wrong: [
        ...unless(
          status === 4 && accepted === rig.mails - 1,
          `send ended with ${status}, ${accepted} accepted`,
        ),
        ...(await setAside(rig, edition, victim)),
        ...unless(kills === ENDS, `it killed ${kills} workers before it was set aside, not ${ENDS}`),
      ],
    }
  },
}
