import type { Audience } from '../../model/editions/audience.js'
import { audienceOn } from '../../model/editions/audience.js'
import type { EditionContent, EditionItem, LeftOut } from '../../model/editions/edition.js'
import type { Localized } from '../../model/language/language.js'
import type { Roster } from '../../model/roster/roster.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { numberedByContent } from '../../postgres/updates/same-revisions.js'
import type { Context } from '../context.js'

/** What whoever drafts asks for, beside what the edition's name says. What isn't said stays as in its version before. */
export type Wishes = {
  /** By the calendar and not by a person: an edition with nothing new is not made. */
  bySchedule?: boolean
  /** Flash, erratum: these updates, instead of all that belong there. */
  updates?: string[]
  /** Flash: NIS codes; those that its updates concern; or all again. */
  communes?: string[] | 'concerned' | 'all'
  erratum?: { corrects: string; reason: Localized }
}

/** Which file holds an update. */
export type Held = { id: string; file: string }

/** What an edition would hold and who would get it. */
export type Plan = {
  items: EditionItem[]
  audience: Audience
  extra: Pick<EditionContent, 'erratum' | 'onlyFor' | 'follows'>
  gone: Held[]
  /** What it doesn't hold although no edition has told it, with its file. */
  leftOut: LeftOutFile[]
  /** The files on which it hangs: a mistake in one of them stands in the way; null: any. */
  files: string[] | null
}

export type LeftOutFile = LeftOut & { file: string }

/** Why there is no such edition. */
export type Unplannable =
  | { code: 'nothing-new'; standing: number; leftOut: LeftOutFile[] }
  | { code: 'update-unknown'; updates: string[] }
  | { code: 'commune-unknown'; communes: string[] }
  | { code: 'nothing-said' }
  | { code: 'not-sent'; corrects: string }
  | { code: 'still-sending'; corrects: string; open: number }
  | { code: 'not-corrected'; corrects: string; updates: string[] }
  | { code: 'nobody' }

export type Asked = { edition: string; date: string; roster: Roster; wishes: Wishes }

/** All mandates of the roster, without those to whom a person decided not to write. */
export const everybodyOn = async ({ engine }: Context, { date, roster }: Asked) =>
  audienceOn(date, roster.mandateHolders, await suppressedAddresses(engine.db))

/** What was taken in, numbered by its content. */
export async function dropped({ engine: { db } }: Context) {
  const found = await droppedUpdates(db)
  return { ...found, current: await numberedByContent(db, found.current) }
}
