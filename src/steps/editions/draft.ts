import { kindOf, localDay, sendSlotOf } from '../../model/calendar/calendar.js'
import { freeze } from '../../model/editions/freeze.js'
import type { EditionState } from '../../model/editions/state.js'
import type { Problem } from '../../model/problem/problem.js'
import { closingTime } from '../../model/sign-off/reminders.js'
import { keepFrozen } from '../../postgres/editions/keep-frozen.js'
import { type Context, calendarNow, rosterToday } from '../context.js'
import { askLetThrough } from '../updates/let-through.js'
import { scanFolder } from '../updates/scan-folder.js'
import { contentOf, renderForEveryReader } from './draft-content.js'
import type { LeftOutFile, Unplannable, Wishes } from './plan.js'
import { planEdition } from './plan-edition.js'
import { type Summary, summaryOf } from './summary.js'

export type Prepared =
  | {
      kind: 'frozen'
      hash: string
      summary: Summary
      warnings: Problem[]
      gone: { id: string; file: string }[]
      leftOut: LeftOutFile[]
      /** Ids of changed updates that are over. */
      ended: string[]
    }
  | { kind: 'problems'; problems: Problem[]; warnings: Problem[] }
  | { kind: 'refused'; state: EditionState; warnings: Problem[] }
  | { kind: 'unplannable'; why: Unplannable; warnings: Problem[] }

/** Prepares an edition as {@link prepare} does, and asks those who may let waiting updates through. */
export async function draft(
  context: Context,
  edition: string,
  preparedBy: string | null,
  wishes: Wishes = {},
): Promise<Prepared> {
  const prepared = await prepare(context, edition, preparedBy, wishes)
  await askLetThrough(context, edition, awaitedIn(prepared))
  return prepared
}

/** Urgent updates whose missing language holds up an edition. */
const awaitedIn = (prepared: Prepared): string[] =>
  prepared.kind === 'problems'
    ? prepared.problems.flatMap(one => (one.code === 'section-awaited' ? [one.values.id] : []))
    : []

/**
 * Takes in, composes the edition against what was carried, and freezes it with its audience. A problem in one of its updates or in the roster
 * prevents that; an equal frozen version stays. Renders each kind of reader once, so that a failing mail is found now.
 */
async function prepare(
  context: Context,
  edition: string,
  preparedBy: string | null,
  wishes: Wishes,
): Promise<Prepared> {
  const { clock, engine, folders } = context
  const [now, week] = [clock(), await calendarNow(context)]
  const taken = await takenIn(context)
  const { roster, problems: rosterProblems, warnings: rosterWarnings } = await rosterAndCalendar(context)
  const problems = [...taken.problems, ...rosterProblems]
  const warnings = [...taken.warnings, ...rosterWarnings]
  const isRegular = kindOf(edition) === 'regular'
  if (rosterProblems.length > 0 || (isRegular && problems.length > 0))
    return { kind: 'problems', problems, warnings }

  // A regular edition has its send slot's day; out of turn there is no slot: it leaves once signed.
  const sendAt = isRegular ? sendSlotOf(week, edition) : now
  const date = localDay(sendAt, week.timeZone)
  const plan = await planEdition(context, { edition, date, roster, wishes })
  // Out of turn, mistakes in other files must not delay what is urgent.
  const inTheWay = problems.filter(({ file }) => 'code' in plan || plan.files?.includes(file))
  if (inTheWay.length > 0) return { kind: 'problems', problems: inTheWay, warnings }
  if ('code' in plan) return { kind: 'unplannable', why: plan, warnings }
  warnings.push(...problems)
  const { items, audience, gone, leftOut } = plan
  const content = await contentOf(context, { edition, date }, plan, roster, await folders.templates())
  await renderForEveryReader(context, content, audience)

  const frozen = freeze(content, audience)
  const kept = await keepFrozen(engine.db, {
    ...{ edition, kind: content.kind, content, audience, frozen, preparedBy, now, sendAt },
    ...termsOf(context, sendAt, now),
  })
  if ('refused' in kept) return { kind: 'refused', state: kept.refused, warnings }
  return {
    kind: 'frozen',
    hash: frozen.hash,
    summary: summaryOf(items, audience, roster.communes),
    warnings,
    gone,
    leftOut,
    ended: items.filter(({ ended }) => ended).map(({ update }) => update.id),
  }
}

/** Takes in the drop folder; returns the problems of updates that an edition would carry, and the open warnings. */
async function takenIn(context: Context) {
  const { rejected, warnings, warned } = await scanFolder(context)
  const meant = new Set(warned.flatMap(one => (one.meant ? [one.file] : [])))
  return {
    problems: rejected.flatMap(file => file.problems).filter(wouldBeCarried),
    warnings: warnings.filter(({ file }) => !meant.has(file)),
  }
}

/** A link or device in the drop folder is reported, but is no missing update. */
const wouldBeCarried = (problem: Problem) => problem.code !== 'not-a-file'

/** Problems of calendar.yaml stop a draft like those of the roster: an edition's date depends on it. */
async function rosterAndCalendar(context: Context) {
  const { roster, problems, warnings } = await rosterToday(context)
  const daysOff = await context.folders.daysOff()
  return { roster, problems: [...problems, ...daysOff.problems], warnings }
}

/** When and by how many it must be approved, frozen with it. */
const termsOf = ({ config }: Context, sendAt: Date, now: Date) => ({
  closesAt: closingTime(sendAt, now, config.sendWindowHours),
  approvalsRequired: config.approvalsRequired,
})
