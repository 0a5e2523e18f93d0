import { join } from 'node:path'
import { setImmediate as giveWay } from 'node:timers/promises'
import { type Config, tokenSecret } from '../../config.js'
import { checkNames } from '../../mjml/missing-names.js'
import { TemplateError } from '../../mjml/template-error.js'
import { editionOf, kindOf, localDay, sendSlotOf } from '../../model/calendar/calendar.js'
import type { EditionContent, Reader } from '../../model/editions/edition.js'
import { webPath } from '../../model/editions/web-address.js'
import type { Problem } from '../../model/problem/problem.js'
import { closingTime } from '../../model/sign-off/reminders.js'
import { nextOutOfTurn, whoWasSent } from '../../postgres/delivery/out-of-turn.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { findEdition } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { keepFrozen } from '../../postgres/editions/keep-frozen.js'
import { carriedBy, carriedUpdates } from '../../postgres/updates/carried.js'
import { heardUpdates, takenInLately } from '../../postgres/updates/heard.js'
import { letThroughOf } from '../../postgres/updates/let-through.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { numberedByContent } from '../../postgres/updates/same-revisions.js'
import { Unsendable } from '../../smtp/encoded-body.js'
import type { Context } from '../context.js'
import { assertSendable } from '../editions/edition-bodies.js'
import type { SentEdition, Wishes } from '../editions/plan-edition.js'
import { type Prepared, prepare } from '../editions/prepare.js'
import { askLetThrough } from './letting-through.js'
import { scanNow } from './scanning.js'
import type { TakenIn } from './take-in.js'

/** The editors' half of the week: take in, prepare. */
export function bindEditorial(context: Context) {
  const { clock } = context
  return {
    takeIn: (): Promise<TakenIn> => scanNow(context),
    draft: (edition: string, preparedBy: string | null, wishes: Wishes = {}): Promise<Prepared> =>
      draft(context, edition, preparedBy, wishes),
    /** The name of the next flash of this week, or of the next erratum of the week of `corrects`. */
    nextFlash: () => nextOutOfTurn(context.engine.db, editionOf(clock(), context.config.timeZone), 'flash'),
    nextErratum: (corrects: string) =>
      nextOutOfTurn(context.engine.db, corrects.replace(/-(flash|erratum)-\d+$/, ''), 'erratum'),
  }
}

const today = ({ clock, config }: Context) => localDay(clock(), config.timeZone)

async function draft(
  context: Context,
  edition: string,
  preparedBy: string | null,
  wishes: Wishes,
): Promise<Prepared> {
  const { folders, clock } = context
  const { db } = context.engine
  const prepared = await prepare(
    {
      takeIn: async () => {
        const { rejected, warnings, warned } = await scanNow(context)
        const meant = new Set(warned.flatMap(one => (one.meant ? [one.file] : [])))
        return {
          problems: rejected.flatMap(file => file.problems).filter(wouldBeCarried),
          warnings: warnings.filter(({ file }) => !meant.has(file)),
        }
      },
      roster: () => rosterAndCalendar(context),
      suppressed: () => suppressedAddresses(db),
      dropped: async () => {
        const dropped = await droppedUpdates(db)
        return { ...dropped, current: await numberedByContent(db, dropped.current) }
      },
      carried: (except, to) => carriedUpdates(db, except, to),
      heard: (except, to) => heardUpdates(db, except, to),
      takenInLately: except => takenInLately(db, except),
      before: async id => {
        const row = await findEdition(db, id, clock())
        return row && frozenContent(db, id, row.version)
      },
      sent: id => sentEdition(context, id),
      letThrough: hashes => letThroughOf(db, hashes),
      templates: folders.templates,
      // A large audience reads in hundreds of ways: connections and whoever else waits get their turn in between.
      render: async (content, reader) => {
        renderOnce(context, content, reader)
        await checkNames(context.config.templatesDir, content, reader)
        await giveWay()
      },
      keep: async freezing => keepFrozen(db, { ...freezing, ...(await termsOf(context, freezing)) }),
    },
    {
      edition,
      preparedBy,
      wishes,
      now: clock(),
      calendar: await context.calendar(),
      sender: context.config.mailFrom.address,
      webAddress: webAddressOf(context.config, edition),
    },
  )
  await askLetThrough(context, edition, awaitedIn(prepared))
  return prepared
}

const TEMPLATES = { html: 'edition.mjml', text: 'edition.txt.hbs', subject: 'subject.hbs' } as const

/** Throws TemplateError: an edition of which no mail can be made must not be signed. */
function renderOnce({ config }: Context, content: EditionContent, reader: Reader) {
  try {
    assertSendable(content, reader, tokenSecret(config))
  } catch (error) {
    if (!(error instanceof Unsendable)) throw error
    throw new TemplateError(join(config.templatesDir, TEMPLATES[error.part]), 1, error.message)
  }
}

/** The urgent updates for whose missing language an edition waits. */
const awaitedIn = (prepared: Prepared): string[] =>
  prepared.kind === 'problems'
    ? prepared.problems.flatMap(one => (one.code === 'section-awaited' ? [one.values.id] : []))
    : []

function webAddressOf(config: Config, edition: string): string | null {
  return config.hasWebVersions ? `${config.baseUrl}${webPath(edition, tokenSecret(config))}` : null
}

async function sentEdition({ engine, clock }: Context, edition: string): Promise<SentEdition | null> {
  const { db } = engine
  const row = await findEdition(db, edition, clock())
  if (!row?.dispatchedAt) return null
  const content = await frozenContent(db, edition, row.version)
  if (!content) return null
  const { open, got } = await whoWasSent(db, edition)
  return { carried: await carriedBy(db, edition), onlyFor: content.onlyFor ?? null, got, open }
}

/** What is wrong with calendar.yaml stands in the way like what is wrong with the roster: an edition's date hangs on it. */
async function rosterAndCalendar(context: Context) {
  const { roster, problems, warnings } = await context.folders.roster(today(context))
  const daysOff = await context.folders.daysOff()
  return { roster, problems: [...problems, ...daysOff.problems], warnings }
}

/** A link or a device in the drop folder is named, but is no update that an edition lacks. */
const wouldBeCarried = (problem: Problem) => problem.code !== 'not-a-file'

/** Until when and by how many it has to be approved, frozen with it. Out of turn there is no slot: it leaves when it is signed. */
async function termsOf({ config, calendar }: Context, { edition, now }: { edition: string; now: Date }) {
  const sendAt = kindOf(edition) === 'regular' ? sendSlotOf(await calendar(), edition) : now
  const closesAt = closingTime(sendAt, now, config.sendWindowHours)
  return { sendAt, closesAt, approvalsRequired: config.approvalsRequired }
}
