import type { Audience } from '../../model/editions/audience.js'
import { audienceOn } from '../../model/editions/audience.js'
import type { EditionContent, EditionItem, LeftOut } from '../../model/editions/edition.js'
import type { Localized } from '../../model/language/language.js'
import type { Roster } from '../../model/roster/roster.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { numberedByContent } from '../../postgres/updates/same-revisions.js'
import type { Context } from '../context.js'

/** The drafter's wishes, besides the edition's name. Unset ones stay as in the previous version. */
export type Wishes = {
  /** By the calendar, not a person: an edition without news is not made. */
  bySchedule?: boolean
  /** Flash, erratum: only these updates. */
  updates?: string[]
  /** Flash: NIS codes; those that its updates concern; or all again. */
  communes?: string[] | 'concerned' | 'all'
  erratum?: { corrects: string; reason: Localized }
}

/** The file that holds an update. */
export type Held = { id: string; file: string }

/** What an edition would hold, and its audience. */
export type Plan = {
  items: EditionItem[]
  audience: Audience
  extra: Pick<EditionContent, 'erratum' | 'onlyFor' | 'follows'>
  gone: Held[]
  /** Untold updates that it leaves out, with their files. */
  leftOut: LeftOutFile[]
  /** The files that it depends on: a mistake in one of them stops it; null: in any. */
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

/** All mandates of the roster, without suppressed people. */
export const everybodyOn = async ({ engine }: Context, { date, roster }: Asked) =>
  audienceOn(date, roster.mandateHolders, await suppressedAddresses(engine.db))

/** Taken-in updates, numbered by content. */
export async function dropped({ engine: { db } }: Context) {
  const found = await droppedUpdates(db)
  return { ...found, current: await numberedByContent(db, found.current) }
}
