import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import {
  type Decided,
  refusalOf,
  type SignOffRefusal,
  samePerson,
  standing,
} from '../../model/sign-off/sign-off.js'
import { canWithdraw, outcomeOf, type StoryOutcome } from '../../model/sign-off/story.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { type Cancelling, cancellingOf } from '../../postgres/editions/cancelling.js'
import { undecidedOrUnsent } from '../../postgres/editions/edition-lists.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { decisionsOn } from '../../postgres/sign-off/decisions.js'
import type { Context } from '../context.js'
import { bindReading } from '../editions/read-ledger.js'
import { staffOf } from '../staff/staff.js'
import { authorsOf } from './signing.js'

/** What has become of a version: who decided what, when and why, and what happens next. */
export type Story = {
  row: EditionRow
  outcome: StoryOutcome
  /** Its slot has come, or it has none: once approved it leaves. */
  isDue: boolean
  /** Of the version that is told of, in order. */
  decisions: (Decided & { name: string })[]
  cancelling: (Cancelling & { name: string }) | null
  /** Once dispatched: mails accepted of all, communes reached of all. */
  reached: { accepted: number; mails: number; communes: number; allCommunes: number } | null
  /** The person who looks, as staff.yaml has them now; null when they are on it no more. */
  person: StaffMember | null
  /** They may take their approval back; took it back; can't any more since it has left. */
  own: { canWithdraw: boolean; hasWithdrawn: boolean; isTooLate: boolean }
}

/** May this person sign now? `decided`: a decision of theirs stands; `closed`: it doesn't wait for one. */
export type Signature = { kind: 'open' | 'decided' | 'closed' } | { kind: 'refused'; reason: SignOffRefusal }

/** What a person can do with the signatures of editions, and what came of them. */
export function bindSignDesk(context: Context) {
  return {
    /** What has become of a version, as this person (an address of staff.yaml) may know it. */
    signStory: (row: EditionRow, version: number, person: string): Promise<Story> =>
      storyOf(context, row, version, person),
    signature: (row: EditionRow, person: StaffMember): Promise<Signature> => signature(context, row, person),
    /** What waits for an approver, and what they approved that has not left; the first to leave first. */
    signDesk: async (person: StaffMember): Promise<{ row: EditionRow; signature: Signature }[]> =>
      signDesk(context, person),
  }
}

async function signature(context: Context, row: EditionRow, person: StaffMember): Promise<Signature> {
  if (standing(row.decisions).some(({ by }) => samePerson(by, person.email))) return { kind: 'decided' }
  if (row.state !== 'awaiting-sign-off') return { kind: 'closed' }
  const reason = refusalOf(person.email, await staffOf(context), await authorsOf(context, row))
  return reason ? { kind: 'refused', reason } : { kind: 'open' }
}

async function signDesk(context: Context, person: StaffMember) {
  const rows = await undecidedOrUnsent(context.engine.db, context.clock())
  const all = await Promise.all(
    rows.map(async row => ({ row, signature: await signature(context, row, person) })),
  )
  const isTheirs = ({ row, signature: { kind } }: (typeof all)[number]) =>
    row.state === 'awaiting-sign-off' || (row.state === 'approved' && kind === 'decided')
  const slot = ({ row }: (typeof all)[number]) => row.sendAt?.getTime() ?? 0
  return all.filter(isTheirs).sort((a, b) => slot(a) - slot(b))
}

async function storyOf(context: Context, row: EditionRow, version: number, person: string): Promise<Story> {
  const { engine, clock } = context
  const staff = await staffOf(context)
  const nameOf = (email: string) => staff.find(one => samePerson(one.email, email))?.name ?? email
  const outcome = outcomeOf(row, version, clock())
  const lines = version === row.version ? row.decisions : await decisionsOn(engine.db, row.id, version)
  const cancelling = row.state === 'cancelled' ? await cancellingOf(engine.db, row.id) : null
  const own = lines.findLast(({ by }) => samePerson(by, person))?.decision
  return {
    row,
    outcome,
    isDue: row.sendAt === null || row.sendAt <= clock(),
    decisions: lines.map(line => ({ ...line, name: nameOf(line.by) })),
    cancelling: cancelling && { ...cancelling, name: nameOf(cancelling.by) },
    reached: row.dispatchedAt ? await reachedBy(context, row) : null,
    person: staff.find(({ email }) => samePerson(email, person)) ?? null,
    own: {
      canWithdraw: canWithdraw(outcome, lines, person),
      hasWithdrawn: own === 'withdraw' && outcome === 'waiting',
      isTooLate: own === 'approve' && (outcome === 'sending' || outcome === 'stopped'),
    },
  }
}

async function reachedBy(context: Context, { id, counts }: EditionRow): Promise<Story['reached']> {
  const communes = (await bindReading(context).status(id))?.communes ?? []
  const isReached = ({ state }: { state: CommuneState }) => state === 'reached'
  return {
    accepted: counts.accepted,
    mails: Object.values(counts).reduce((sum, n) => sum + n, 0),
    communes: communes.filter(isReached).length,
    allCommunes: communes.length,
  }
}
