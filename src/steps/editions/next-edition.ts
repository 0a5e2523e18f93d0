import { localDay, nextSendSlot } from '../../model/calendar/calendar.js'
import type { Audience } from '../../model/editions/audience.js'
import { composeItems } from '../../model/editions/compose.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { Localized } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import { titleOf } from '../../model/updates/update.js'
import { carriedToAllAndSome } from '../../postgres/updates/carried-updates.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { type SignOffSummary, signOffSummary } from '../../present/staff-mail/sign-off-summary.js'
import { type Context, calendarNow, rosterToday } from '../context.js'
import { refusedFiles } from '../updates/refused-files.js'
import { contentOf } from './draft-content.js'
import { planEdition } from './plan-edition.js'

/** An update in its place in the next edition. */
export type NextItem = {
  id: string
  section: 'new' | 'changed' | 'withdrawn' | 'standing' | 'ended'
  title: Localized
  file: string
}

/** When the next edition leaves, and what it misses. */
export type NextMisses = {
  edition: string
  sendAt: Date
  /** Of files that can't be used. */
  problems: Problem[]
  /** Updates whose file is missing, until it is back or a person leaves them out. */
  gone: GoneUpdate[]
}

/** What the next edition would hold if it were frozen now, and what it misses. */
export type NextEdition = NextMisses & { items: NextItem[] }

/** What the next edition misses now; null when the calendar names none. Changes nothing. */
export async function nextMisses(context: Context): Promise<NextMisses | null> {
  const next = nextSendSlot(await calendarNow(context), context.clock())
  if (!next) return null
  return {
    edition: next.edition,
    sendAt: next.at,
    problems: await refusedFiles(context),
    gone: (await goneUpdates(context.engine.db)).filter(({ isAwaited }) => isAwaited),
  }
}

/** The next edition, now; null when the calendar names none. Freezes and changes nothing. */
export async function nextEdition(context: Context): Promise<NextEdition | null> {
  const { clock, config, engine } = context
  const next = nextSendSlot(await calendarNow(context), clock())
  if (!next) return null
  const { current, files, gone } = await droppedUpdates(engine.db)
  const carried = await carriedToAllAndSome(engine.db, next.edition)
  const heard = await heardUpdates(engine.db, next.edition, 'all')
  const items = composeItems(current, carried.all, localDay(next.at, config.timeZone), heard)
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  return {
    edition: next.edition,
    sendAt: next.at,
    items: items.map(({ section, update, ended }) => ({
      id: update.id,
      section: ended ? 'ended' : section,
      title: titleOf(update),
      file: fileOf.get(update.id) ?? '',
    })),
    problems: await refusedFiles(context, carried.somebody),
    gone: current.flatMap(({ update }) => {
      const missing = gone.find(({ id, isAwaited }) => id === update.id && isAwaited)
      return missing ? [{ ...missing, update, isCarried: carried.somebody.has(update.id) }] : []
    }),
  }
}

/** The next edition as it would be frozen now: what readers would get, and who. */
export type NextDraft = { content: EditionContent; audience: Audience; summary: SignOffSummary }

/**
 * What {@link nextEdition} would freeze; its audience is compared with nothing. Freezes and changes nothing. Null when the calendar names none, or
 * the roster has problems: then nobody knows who would get it.
 */
export async function nextDraft(context: Context): Promise<NextDraft | null> {
  const { clock, config, folders } = context
  const next = nextSendSlot(await calendarNow(context), clock())
  const { roster, problems } = await rosterToday(context)
  if (!next || problems.length > 0) return null
  const { edition } = next
  const date = localDay(next.at, config.timeZone)
  const plan = await planEdition(context, { edition, date, roster, wishes: {} })
  if ('code' in plan) return null
  const content = await contentOf(context, { edition, date }, plan, roster, await folders.templates())
  const gone = plan.gone.map(({ id }) => id)
  const summary = signOffSummary(content, plan.audience, null, gone, new Map(), plan.leftOut)
  return { content, audience: plan.audience, summary }
}
