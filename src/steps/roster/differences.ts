import { loadLocales } from '../../mjml/load.js'
import type { CurrentUpdate } from '../../model/editions/compose.js'
import type { Difference } from '../../model/editions/differences.js'
import { correctionsOf } from '../../postgres/delivery/untold-changes.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { type DifferenceInWords, differenceInWords } from '../../present/staff-mail/differences-in-words.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { readEdition } from '../editions/read-edition.js'
import { checkChanges } from '../updates/check-changes.js'
import { admitted } from '../updates/folder-scan.js'
import { differencesIn } from './edition-differences.js'

const OPEN = ['awaiting-sign-off', 'rejected', 'approved', 'sending', 'paused']

/** Differences of a frozen, open edition from the present drop folder and roster. Changes nothing. */
export async function differencesOf(context: Context, edition: string): Promise<Difference[]> {
  const row = await readEdition(context, edition)
  if (!row || row.version === 0 || !OPEN.includes(row.state)) return []
  return differencesIn(context, row, await updatesInFolder(context))
}

/** Taken-in updates, and those that would be taken in, with their next number. */
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
  const strings = await loadLocales(templatesDir, agency)
  const words = { strings, communes: roster.communes }
  const corrected = await correctionsOf(context.engine.db, edition)
  return differences.flatMap(one => differenceInWords(one, words, corrected))
}
