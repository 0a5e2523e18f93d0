import type { NewFollowUp } from '../../model/follow-ups/follow-up.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import { type StandingCause, standingCauses } from '../../model/follow-ups/mandates.js'
import type { Roster } from '../../model/roster/roster.js'

export type Handover = { id: string; commune: string; from: string; to: string }

export type FollowUpRulesPorts = {
  /** The roster, and whether all of it could be read: what is missing from a roster with mistakes proves nothing. */
  roster: () => Promise<{ roster: Roster; isWhole: boolean }>
  open: (followUps: NewFollowUp[]) => Promise<void>
  settleStanding: (causes: StandingCause[], now: Date) => Promise<void>
  notReached: (since: Date) => Promise<{ edition: string; commune: string }[]>
  settleReached: (now: Date) => Promise<void>
  followSpocs: (spocs: { commune: string; spoc: string }[], staff: string[], now: Date) => Promise<Handover[]>
  tellHandovers: (handovers: Handover[]) => Promise<void>
}

/** What came back later than this changes nothing about who was reached. */
const LOOKS_BACK = 14 * 24 * 3_600_000

/**
 * Opens and settles what follows from the roster and from editions as a whole, and gives open follow-ups to the SPOCs
 * that the communes have now. Done twice, it changes nothing more. `today` is an ISO date.
 */
export async function keepFollowUpRules(ports: FollowUpRulesPorts, today: string, now: Date): Promise<void> {
  const { roster, isWhole } = await ports.roster()
  const spocs = new Map(roster.communes.map(({ nis, spoc }) => [nis, spoc]))
  const opened = (cause: StandingCause & { edition: string | null }): NewFollowUp => ({
    ...cause,
    ...suggestion(cause.reason, today),
    spoc: spocs.get(cause.commune) ?? '',
    openedAt: now,
  })
  const causes = standingCauses(roster.mandateHolders, today)
  await ports.open(causes.map(cause => opened({ ...cause, edition: null })))
  if (isWhole) await ports.settleStanding(causes, now)
  await ports.settleReached(now)
  const lost = await ports.notReached(new Date(now.getTime() - LOOKS_BACK))
  await ports.open(
    lost.map(({ edition, commune }) =>
      opened({ edition, commune, recipient: commune, reason: 'not-reached', detail: '' }),
    ),
  )
  const staff = roster.staff.map(({ id }) => id)
  const handovers = await ports.followSpocs(
    // A SPOC who is not on the staff is a mistake in the roster, and nobody to give anything to.
    roster.communes.flatMap(({ nis, spoc }) => (staff.includes(spoc) ? [{ commune: nis, spoc }] : [])),
    staff,
    now,
  )
  if (handovers.length > 0) await ports.tellHandovers(handovers)
}
