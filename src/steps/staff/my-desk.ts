import type { WeekLine } from '../../model/editions/week-line.js'
import { followsUp, seesAll } from '../../model/follow-ups/contacts.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import { editorsFor, readsUpdates } from '../../model/staff/editors.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { GoneUpdate } from '../../postgres/updates/gone-updates.js'
import type { Context } from '../context.js'
import { editionsNow } from '../editions/editions-now.js'
import { type NextEdition, nextEdition } from '../editions/next-edition.js'
import type { EditionStatus } from '../editions/read-edition.js'
import { communesOf, visibleFollowUps } from '../follow-ups/visible-follow-ups.js'
import {
  type RemarksFor,
  type ReturnedEdition,
  remarksFor,
  returnedEdition,
} from '../sign-off/remarks-for.js'
import { signDesk } from '../sign-off/sign-desk.js'
import { awaitedUpdates, mayLeaveOut } from '../updates/leave-out.js'
import { type LookedAtFile, warnedFiles } from '../updates/warned-files.js'
import { staffOf } from './staff.js'

/** What waits for one person, each part null for somebody without its role. */
export type MyDesk = {
  week: WeekLine | null
  /** The edition sent last. */
  last: EditionStatus | null
  /** NIS codes of the communes whose SPOC or deputy the person is. */
  mine: string[]
  toSign: Awaited<ReturnType<typeof signDesk>> | null
  /** Open ones, in the common order. */
  followUps: FollowUp[] | null
  /** The next edition; its problems are those in the person's files. */
  next: NextEdition | null
  /** Updates whose missing files the person may explain. */
  gone: GoneUpdate[]
  /** The person's usable files whose warnings nobody has marked as meant. */
  toLookAt: LookedAtFile[]
  /** Open remarks that wait for the person, and answers to theirs. */
  remarks: RemarksFor
  /** For an editor: this week's edition, if it was returned for correction. */
  returned: ReturnedEdition | null
  /** Follow-ups by who has them, for who sees all. */
  carried: Carried[] | null
}

/** The open follow-ups of one person on the staff. */
export type Carried = { id: string; name: string; late: number; today: number; open: number }

/** What waits for a person, null for somebody who is not logged in. Changes nothing. */
export async function myDesk(context: Context, person: StaffMember | null, today: string): Promise<MyDesk> {
  const { week, last, unsent } = await editionsNow(context)
  const none = { mine: [], toSign: null, followUps: null, next: null, toLookAt: [], gone: [], carried: null }
  if (!person) return { week, last, ...none, remarks: { toDo: [], answered: [] }, returned: null }
  const followUps = followsUp(person) ? await visibleFollowUps(context, person) : null
  const isEditor = person.roles.includes('editor')
  const next = isEditor ? await nextFor(context, person) : null
  const awaited = mayLeaveOut(person) ? (next?.gone ?? (await awaitedUpdates(context))) : []
  return {
    week,
    last,
    mine: await communesOf(context, person),
    toSign: person.roles.includes('approver') ? await signDesk(context, person, unsent) : null,
    followUps,
    next,
    gone: awaited,
    toLookAt: isEditor ? await unmarked(context, person) : [],
    remarks: readsUpdates(person) ? await remarksFor(context, person) : { toDo: [], answered: [] },
    returned: isEditor && week?.need === 'correction' ? await returnedEdition(context, week.edition) : null,
    carried: followUps && seesAll(person) ? await carriedBy(context, followUps, today) : null,
  }
}

async function nextFor(context: Context, person: StaffMember): Promise<NextEdition | null> {
  const next = await nextEdition(context)
  if (!next) return null
  const staff = await staffOf(context)
  const isTheirs = (file: string) => editorsFor(file, staff).some(({ id }) => id === person.id)
  return { ...next, problems: next.problems.filter(({ file }) => isTheirs(file)) }
}

async function unmarked(context: Context, person: StaffMember): Promise<LookedAtFile[]> {
  const files = await warnedFiles(context, person)
  return files.filter(({ meant, mayMark }) => !meant && mayMark)
}

async function carriedBy(context: Context, followUps: FollowUp[], today: string): Promise<Carried[]> {
  const staff = await staffOf(context)
  const carried = new Map<string, Carried>()
  for (const { spoc, due } of followUps) {
    const name = staff.find(({ id }) => id === spoc)?.name ?? spoc
    const one = carried.get(spoc) ?? { id: spoc, name, late: 0, today: 0, open: 0 }
    one.open += 1
    if (due < today) one.late += 1
    if (due === today) one.today += 1
    carried.set(spoc, one)
  }
  return [...carried.values()].sort((a, b) => b.late - a.late || b.today - a.today || b.open - a.open)
}
