import { localDay, nextSendSlot } from '../../model/calendar/calendar.js'
import type { Audience } from '../../model/editions/audience.js'
import { composeItems } from '../../model/editions/compose.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { Localized } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import { titleOf } from '../../model/updates/update.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { type GoneUpdate, goneUpdates } from '../../postgres/updates/gone-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { type SignOffSummary, signOffSummary } from '../../present/staff-mail/sign-off-summary.js'
import { type Context, calendarNow, rosterToday } from '../context.js'
import { refusedFiles } from '../updates/refused-files.js'
import { contentOf } from './draft-content.js'
import { planEdition } from './plan-edition.js'
import { previousAudience } from './read-edition.js'

/** An update in its place in the next edition. */
export type NextItem = {
  id: string
  section: 'new' | 'changed' | 'withdrawn' | 'standing' | 'ended'
  title: Localized
  file: string
}

/** What the next edition would hold if it were frozen now, and what it misses. */
export type NextEdition = {
  edition: string
  sendAt: Date
  items: NextItem[]
  /** Of files that can't be used. */
  problems: Problem[]
  /** Updates whose file is missing, until it is back or a person leaves them out. */
  gone: GoneUpdate[]
}

/** The next edition, now; null when the calendar names none. Freezes and changes nothing. */
export async function nextEdition(context: Context): Promise<NextEdition | null> {
  const { clock, config, engine } = context
  const next = nextSendSlot(await calendarNow(context), clock())
  if (!next) return null
  const { current, files } = await droppedUpdates(engine.db)
  const carried = await carriedUpdates(engine.db, next.edition, 'all')
  const fileOf = new Map(files.map(({ id, file }) => [id, file]))
  const heard = await heardUpdates(engine.db, next.edition, 'all')
  const items = composeItems(current, carried, localDay(next.at, config.timeZone), heard)
  return {
    edition: next.edition,
    sendAt: next.at,
    items: items.map(({ section, update, ended }) => ({
      id: update.id,
      section: ended ? 'ended' : section,
      title: titleOf(update),
      file: fileOf.get(update.id) ?? '',
    })),
    problems: await refusedFiles(context),
    gone: (await goneUpdates(engine.db)).filter(({ isAwaited }) => isAwaited),
  }
}

/** The next edition as it would be frozen now: what readers would get, and who. */
export type NextDraft = { content: EditionContent; audience: Audience; summary: SignOffSummary }

/**
 * What {@link nextEdition} would freeze, compared with the edition sent last. Freezes and changes nothing. Null when the calendar names none, or the
 * roster has problems: then nobody knows who would get it.
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
  const previous = await previousAudience(context, { id: edition, dispatchedAt: null })
  const gone = plan.gone.map(({ id }) => id)
  const summary = signOffSummary(content, plan.audience, previous, gone, new Map(), plan.leftOut)
  return { content, audience: plan.audience, summary }
}
