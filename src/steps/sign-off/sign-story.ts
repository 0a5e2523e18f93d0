import { type Decided, nameOf } from '../../model/sign-off/sign-off.js'
import { outcomeOf } from '../../model/sign-off/story.js'
import { canWithdraw, type StoryOutcome } from '../../model/sign-off/story-outcomes.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { type Cancelling, cancellingOf } from '../../postgres/editions/cancelling.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { decisionsOn } from '../../postgres/sign-off/decisions.js'
import type { Context } from '../context.js'
import type { EditionStatus } from '../editions/read-edition.js'
import { communesOf } from '../editions/read-status.js'
import { staffOf } from '../staff/staff.js'

/** The history of a version: who decided what, when and why, and what happens next. */
export type Story = {
  row: EditionRow
  outcome: StoryOutcome
  /** Its slot has come, or it has none: it leaves once approved. */
  isDue: boolean
  /** For the version that is told, in order. */
  decisions: (Decided & { name: string })[]
  cancelling: (Cancelling & { name: string }) | null
  /** After dispatch: accepted and all mails, reached and all communes. */
  reached: { accepted: number; mails: number; communes: number; allCommunes: number } | null
  /** The reading person by staff.yaml now; null when they are no longer in it. */
  person: StaffMember | null
  /** Whether they may withdraw their approval, have withdrawn it, or can't any more since it has left. */
  own: { canWithdraw: boolean; hasWithdrawn: boolean; isTooLate: boolean }
}

/** The history of a version, as this person (an address of staff.yaml) may know it. `known`: the communes' status, where it was read already. */
export async function signStory(
  context: Context,
  row: EditionRow,
  version: number,
  person: string,
  known: EditionStatus['communes'] | null = null,
): Promise<Story> {
  const { engine, clock } = context
  const staff = await staffOf(context)
  const outcome = outcomeOf(row, version, clock())
  const lines = version === row.version ? row.decisions : await decisionsOn(engine.db, row.id, version)
  const cancelling = row.state === 'cancelled' ? await cancellingOf(engine.db, row.id) : null
  const own = lines.findLast(({ by }) => sameAddress(by, person))?.decision
  return {
    row,
    outcome,
    isDue: row.sendAt === null || row.sendAt <= clock(),
    decisions: lines.map(line => ({ ...line, name: nameOf(staff, line.by) })),
    cancelling: cancelling && { ...cancelling, name: nameOf(staff, cancelling.by) },
    reached: row.dispatchedAt ? reachedBy(row, known ?? (await communesOf(context, row))) : null,
    person: personAt(staff, person) ?? null,
    own: {
      canWithdraw: canWithdraw(outcome, lines, person),
      hasWithdrawn: own === 'withdraw' && outcome === 'waiting',
      isTooLate: own === 'approve' && (outcome === 'sending' || outcome === 'stopped'),
    },
  }
}

function reachedBy({ counts }: EditionRow, communes: EditionStatus['communes']): Story['reached'] {
  return {
    accepted: counts.accepted,
    mails: Object.values(counts).reduce((sum, n) => sum + n, 0),
    communes: communes.filter(({ state }) => state === 'reached').length,
    allCommunes: communes.length,
  }
}
