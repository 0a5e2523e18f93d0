import { editionOf, nextSendSlot } from '../../model/calendar/calendar.js'
import type { Addressee } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import type { CommuneState } from '../../model/follow-ups/commune-state.js'
import type { Localized } from '../../model/language/language.js'
import { addresseesIn, addresseesOf, exclusionsOf, oneOfEachKind } from '../../postgres/editions/audiences.js'
import { sentBefore } from '../../postgres/editions/edition-lists.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import type { PreviousAudience } from '../../present/staff-mail/sign-off-summary.js'
import { type Context, calendarNow } from '../context.js'
import { type Summary, summaryOf } from './summary.js'

/** An edition as the ledger has it now; null when there is none of this name. */
export const readEdition = ({ engine, clock }: Context, id: string): Promise<EditionRow | null> =>
  findEdition(engine.db, id, clock())

/** The edition of a command that names none: this week's while it is open, else that of the next send slot. */
export async function currentEdition(context: Context): Promise<string> {
  const { clock, config } = context
  const thisWeek = editionOf(clock(), config.timeZone)
  const row = await readEdition(context, thisWeek)
  const next = nextSendSlot(await calendarNow(context), clock())
  if (!next || (row && !['closed', 'cancelled', 'expired'].includes(row.state))) return thisWeek
  return next.edition
}

/** A frozen edition as it will be, or was, sent. Null when nothing of it is frozen. */
export async function readFrozen(
  { engine: { db } }: Context,
  { id, version }: EditionRow,
): Promise<{ content: EditionContent; addressees: Addressee[] } | null> {
  const content = await frozenContent(db, id, version)
  return content && { content, addressees: await listOf(addresseesOf(db, id, version)) }
}

/** What a frozen edition holds, without its audience, which may be long. Null when nothing of it is frozen. */
export const readContent = (
  { engine }: Context,
  { id, version }: EditionRow,
): Promise<EditionContent | null> => frozenContent(engine.db, id, version)

/** The same with one addressee for each commune, role and reading: enough to show anybody's mail. */
export async function readFrozenKinds(
  { engine: { db } }: Context,
  { id, version }: EditionRow,
  commune: string | null = null,
): Promise<{ content: EditionContent; addressees: Addressee[] } | null> {
  const content = await frozenContent(db, id, version)
  if (!content) return null
  const kinds = await oneOfEachKind(db, id, version)
  const all = commune === null ? kinds : [...kinds, ...(await addresseesIn(db, id, version, commune))]
  return { content, addressees: [...new Map(all.map(one => [one.id, one])).values()] }
}

/** Whom the regular edition sent last before this one went to; null before the first. */
export async function previousAudience(
  { engine: { db } }: Context,
  edition: Pick<EditionRow, 'id' | 'dispatchedAt'>,
): Promise<PreviousAudience | null> {
  const before = await sentBefore(db, edition)
  return (
    before && { edition: before.id, addressees: await listOf(addresseesOf(db, before.id, before.version)) }
  )
}

/** What a frozen edition holds, counted. Null when nothing of it is frozen. */
export async function readSummary(context: Context, row: EditionRow): Promise<Summary | null> {
  const frozen = await readFrozen(context, row)
  if (!frozen) return null
  const { content, addressees } = frozen
  const exclusions = await exclusionsOf(context.engine.db, row.id, row.version)
  const candidates = addressees.length + exclusions.length
  return summaryOf(content.items, { candidates, addressees, exclusions }, content.communes)
}

/** A commune in an edition: its state, and how many of its deliveries were accepted. */
export type CommuneStatus = {
  nis: string
  name: Localized
  state: CommuneState
  accepted: number
  deliveries: number
}

export type EditionStatus = { row: EditionRow; communes: CommuneStatus[] }

/** What a stream brings, read to its end. */
export async function listOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const row of rows) list.push(row)
  return list
}
