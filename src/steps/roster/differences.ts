import { loadLocales } from '../../mjml/load.js'
import { audienceOn } from '../../model/editions/audience.js'
import type { CurrentUpdate } from '../../model/editions/compose.js'
import { composeItems } from '../../model/editions/compose.js'
import { type Difference, mandateDifferences } from '../../model/editions/differences.js'
import type { EditionContent, EditionItem } from '../../model/editions/edition.js'
import { inCommunes } from '../../model/editions/out-of-turn.js'
import { updateDifferences } from '../../model/editions/update-differences.js'
import { correctionsOf } from '../../postgres/delivery/corrections.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { addresseesOf, exclusionsOf } from '../../postgres/editions/audiences.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { carriedUpdates } from '../../postgres/updates/carried.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { type DifferenceInWords, differenceInWords } from '../../present/staff-mail/differences-in-words.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { listOf, readEdition } from '../editions/read-edition.js'
import { admitted, checkChanges } from '../updates/folder-scan.js'

const OPEN = ['awaiting-sign-off', 'rejected', 'approved', 'sending', 'paused']

/** How a frozen edition that isn't closed differs from what is there now, drop folder and roster. Changes nothing. */
export async function differencesOf(context: Context, edition: string): Promise<Difference[]> {
  const row = await readEdition(context, edition)
  if (!row || row.version === 0 || !OPEN.includes(row.state)) return []
  return differencesIn(context, row, await updatesInFolder(context))
}

/** The same of a row, against the updates given. */
export async function differencesIn(
  context: Context,
  row: EditionRow,
  current: CurrentUpdate[],
): Promise<Difference[]> {
  const { db } = context.engine
  const content = await frozenContent(db, row.id, row.version)
  if (!content) return []
  const { roster, problems } = await rosterToday(context)
  const everybody = audienceOn(content.date, roster.mandateHolders, await suppressedAddresses(db))
  const now = content.onlyFor ? inCommunes(everybody, content.onlyFor) : everybody
  const frozen = await audienceOf(context, row)
  return [
    ...updateDifferences(content.items, await itemsNow(context, row, content, current)),
    ...mandateDifferences(frozen, now, problems.length === 0),
  ]
}

/** A flash or an erratum holds what was chosen for it: nothing is added to it by being there. */
async function itemsNow(
  { engine }: Context,
  { id, kind }: EditionRow,
  { items, date }: EditionContent,
  current: CurrentUpdate[],
): Promise<EditionItem[]> {
  const { db } = engine
  if (kind === 'regular')
    return composeItems(current, await carriedUpdates(db, id, 'all'), date, await heardUpdates(db, id, 'all'))
  const byId = new Map(current.map(one => [one.update.id, one]))
  return items.flatMap(item => {
    const now = byId.get(item.update.id)
    return now ? [{ ...item, update: now.update, revision: now.revision }] : []
  })
}

/** What was taken in, and what lies in the folder and would be taken in: under the number that it would get. */
async function updatesInFolder(context: Context): Promise<CurrentUpdate[]> {
  const { engine, folders } = context
  const { current } = await droppedUpdates(engine.db)
  const lying = await folders.updates(todayOf(context))
  const scan = admitted(lying, await letThroughHashes(engine.db))
  const { good } = checkChanges(scan, await carriedUpdates(engine.db, null))
  const known = new Map(current.map(one => [one.update.id, one]))
  for (const { update, hash } of good) {
    const before = known.get(update.id)
    if (before?.hash !== hash) known.set(update.id, { update, hash, revision: (before?.revision ?? 0) + 1 })
  }
  return [...known.values()]
}

/** Whom a version was frozen for, and whom not. */
export async function audienceOf({ engine }: Context, { id, version }: EditionRow) {
  const addressees = await listOf(addresseesOf(engine.db, id, version))
  return { addressees, exclusions: await exclusionsOf(engine.db, id, version) }
}

/** The same, for people. */
export const differencesInWords = async (context: Context, edition: string): Promise<DifferenceInWords[]> =>
  inWords(context, edition, await differencesOf(context, edition))

/** Differences as people read them. */
export async function inWords(
  context: Context,
  edition: string,
  differences: Difference[],
): Promise<DifferenceInWords[]> {
  if (differences.length === 0) return []
  const { roster } = await rosterToday(context)
  const { templatesDir, agency } = context.config
  const strings = await loadLocales(templatesDir, agency.languages)
  const words = { strings, communes: roster.communes }
  const corrected = await correctionsOf(context.engine.db, edition)
  return differences.flatMap(one => differenceInWords(one, words, corrected))
}
