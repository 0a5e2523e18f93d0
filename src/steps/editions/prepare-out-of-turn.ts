import { localDay } from '../../model/calendar/calendar.js'
import { composeItems } from '../../model/editions/compose.js'
import type { EditionItem } from '../../model/editions/edition.js'
import type { Problem } from '../../model/problem/problem.js'
import { closingTime } from '../../model/sign-off/reminders.js'
import { whoCanSign } from '../../model/sign-off/sign-off.js'
import { personAt, type StaffMember } from '../../model/staff/staff.js'
import { latestRevisions } from '../../postgres/sign-off/remarks.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { type Context, rosterToday } from '../context.js'
import { askSignOff } from '../sign-off/ask-sign-off.js'
import { staffOf } from '../staff/staff.js'
import { mayWrite } from '../updates/save-update.js'
import { draft } from './draft.js'
import { nextErratum, nextFlash } from './out-of-turn.js'
import { dropped, type Unplannable, type Wishes } from './plan.js'
import { planEdition } from './plan-edition.js'

/** Asks for an urgent edition, or with `erratum` in its wishes for a correction; `by`: an address of staff.yaml. */
export type OutOfTurnAsked = { wishes: Wishes; by: string }

export type Unpreparable =
  | { kind: 'may-not' }
  | { kind: 'problems'; problems: Problem[] }
  | { kind: 'unplannable'; why: Unplannable }

/** What such an edition would hold, who would get it, who could sign it, and until when. */
export type Foreseen = {
  kind: 'foreseen'
  edition: string
  items: EditionItem[]
  addressees: number
  /** How many communes they are of. */
  communes: number
  signers: StaffMember[]
  closesAt: Date
}

/** The updates that an urgent edition can hold now: taken in, and not told to everybody as they are. */
export async function flashCandidates(context: Context): Promise<EditionItem[]> {
  const { db } = context.engine
  const edition = await nextFlash(context)
  const { current } = await dropped(context)
  const carried = await carriedUpdates(db, edition, 'all')
  const heard = await heardUpdates(db, edition, 'all')
  const items = composeItems(current, carried, dayOf(context), heard)
  return items.filter(({ section }) => section !== 'standing')
}

const dayOf = ({ clock, config }: Context) => localDay(clock(), config.timeZone)

const nameFor = (context: Context, { erratum }: Wishes) =>
  erratum ? nextErratum(context, erratum.corrects) : nextFlash(context)

/** What an edition out of turn would be, if it were prepared now. Freezes and changes nothing. */
export async function foreseeOutOfTurn(
  context: Context,
  { wishes, by }: OutOfTurnAsked,
): Promise<Foreseen | Unpreparable> {
  const { clock, config, engine } = context
  const staff = await staffOf(context)
  if (!mayPrepare(staff, by)) return { kind: 'may-not' }
  const { roster, problems } = await rosterToday(context)
  if (problems.length > 0) return { kind: 'problems', problems }
  const edition = await nameFor(context, wishes)
  const plan = await planEdition(context, { edition, date: dayOf(context), roster, wishes })
  if ('code' in plan) return { kind: 'unplannable', why: plan }
  const { items, audience } = plan
  const written = await latestRevisions(
    engine.db,
    items.map(({ update }) => update.id),
  )
  const editors = [...written.values()].map(({ editor }) => editor)
  return {
    kind: 'foreseen',
    ...{ edition, items },
    addressees: audience.addressees.length,
    communes: new Set(audience.addressees.map(({ commune }) => commune)).size,
    signers: whoCanSign(staff, { editors, preparedBy: by }, []),
    closesAt: closingTime(clock(), clock(), config.sendWindowHours),
  }
}

export type PreparedOutOfTurn =
  | Unpreparable
  /** Asked of that many approvers, by mail. */
  | { kind: 'asked'; edition: string; approvers: number }
  /** Another one was prepared since this name was foreseen, or it can't be frozen. */
  | { kind: 'changed' }

/** Freezes an edition out of turn under the name that was foreseen, and asks the approvers to sign it. It leaves once it is signed. */
export async function prepareOutOfTurn(
  context: Context,
  { wishes, by }: OutOfTurnAsked,
  edition: string,
): Promise<PreparedOutOfTurn> {
  if (!mayPrepare(await staffOf(context), by)) return { kind: 'may-not' }
  if (edition !== (await nameFor(context, wishes))) return { kind: 'changed' }
  const prepared = await draft(context, edition, by, wishes)
  if (prepared.kind === 'problems') return { kind: 'problems', problems: prepared.problems }
  if (prepared.kind === 'unplannable') return { kind: 'unplannable', why: prepared.why }
  if (prepared.kind === 'refused') return { kind: 'changed' }
  return { kind: 'asked', edition, approvers: await askSignOff(context, edition) }
}

function mayPrepare(staff: readonly StaffMember[], by: string): boolean {
  const person = personAt(staff, by)
  return person !== undefined && person !== null && mayWrite(person)
}
