import { renderEdition } from '../mjml/render.js'
import { editionOf, localDay } from '../model/calendar.js'
import type { Problem } from '../model/problem.js'
import type { Authors } from '../model/sign-off.js'
import { findEdition, frozenContent, keepDecision, keepFrozen } from '../postgres/editions.js'
import { nextOutOfTurn, whoWasSent } from '../postgres/out-of-turn.js'
import {
  carriedBy,
  carriedUpdates,
  droppedUpdates,
  editorsOf,
  keepScan,
  markGone,
} from '../postgres/revisions.js'
import type { SentEdition, Wishes } from '../steps/plan-edition.js'
import { type Prepared, prepare } from '../steps/prepare.js'
import { type SignedOff, type SignOffRequest, signOff } from '../steps/sign-off.js'
import { type TakenIn, takeIn } from '../steps/take-in.js'
import type { Context } from './context.js'

/** The editors' and the approvers' half of the week: take in, prepare, sign off. */
export function bindEditorial(context: Context) {
  const { clock } = context
  return {
    takeIn: (): Promise<TakenIn> => takeInNow(context),
    draft: (edition: string, preparedBy: string | null, wishes: Wishes = {}): Promise<Prepared> =>
      draft(context, edition, preparedBy, wishes),
    /** The name of the next flash of this week, or of the next erratum of the week of `corrects`. */
    nextFlash: () => nextOutOfTurn(context.engine.db, editionOf(clock(), context.config.timeZone), 'flash'),
    nextErratum: (corrects: string) =>
      nextOutOfTurn(context.engine.db, corrects.replace(/-(flash|erratum)-\d+$/, ''), 'erratum'),
    signOff: (request: SignOffRequest): Promise<SignedOff> =>
      signOff(signOffPorts(context), request, clock()),
  }
}

const today = ({ clock, config }: Context) => localDay(clock(), config.timeZone)

function takeInNow(context: Context): Promise<TakenIn> {
  const { folders, clock } = context
  const { db } = context.engine
  return takeIn(
    {
      readFolder: () => folders.updates(today(context)),
      carried: () => carriedUpdates(db, null),
      known: async () => (await droppedUpdates(db)).files,
      keepScan: (seen, now) => keepScan(db, seen, now),
      markGone: (ids, now) => markGone(db, ids, now),
    },
    clock(),
  )
}

async function draft(
  context: Context,
  edition: string,
  preparedBy: string | null,
  wishes: Wishes,
): Promise<Prepared> {
  const { folders, clock } = context
  const { db } = context.engine
  return prepare(
    {
      takeIn: async () => {
        const { rejected, warnings } = await takeInNow(context)
        return { problems: rejected.flatMap(file => file.problems).filter(wouldBeCarried), warnings }
      },
      roster: () => rosterAndCalendar(context),
      dropped: () => droppedUpdates(db),
      carried: (except, to) => carriedUpdates(db, except, to),
      before: async id => {
        const row = await findEdition(db, id, clock())
        return row && frozenContent(db, id, row.version)
      },
      sent: id => sentEdition(context, id),
      templates: folders.templates,
      render: renderEdition,
      keep: freezing => keepFrozen(db, freezing),
    },
    { edition, preparedBy, wishes, now: clock(), calendar: await context.calendar() },
  )
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

function signOffPorts({ folders, engine, clock, config }: Context) {
  const { db } = engine
  return {
    staff: async () => (await folders.roster(localDay(clock(), config.timeZone))).roster.staff,
    authors: async (edition: string): Promise<Authors | null> => {
      const row = await findEdition(db, edition, clock())
      if (!row) return null
      return { editors: await editorsOf(db, edition, row.version), preparedBy: row.preparedBy }
    },
    keepDecision: (decision: Parameters<typeof keepDecision>[1]) => keepDecision(db, decision),
  }
}
