import { createHash } from 'node:crypto'
import { loadLocales } from '../../mjml/load.js'
import { localDay } from '../../model/calendar/calendar.js'
import { audienceOn } from '../../model/editions/audience.js'
import type { CurrentUpdate } from '../../model/editions/compose.js'
import { composeItems } from '../../model/editions/compose.js'
import {
  correctedAddresses,
  type Difference,
  mandateDifferences,
  markOf,
} from '../../model/editions/differences.js'
import type { EditionContent, EditionItem } from '../../model/editions/edition.js'
import { inCommunes } from '../../model/editions/out-of-turn.js'
import { updateDifferences } from '../../model/editions/update-differences.js'
import { heldOn } from '../../model/roster/recipient.js'
import {
  correctionsOf,
  keepCorrections,
  keepTold,
  untoldChanges,
} from '../../postgres/delivery/corrections.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { addresseesOf, exclusionsOf } from '../../postgres/editions/audiences.js'
import { openEditions } from '../../postgres/editions/edition-lists.js'
import { type EditionRow, findEdition } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { carriedUpdates } from '../../postgres/updates/carried.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { letThroughHashes } from '../../postgres/updates/let-through.js'
import { droppedUpdates } from '../../postgres/updates/revisions.js'
import { type DifferenceInWords, differenceInWords } from '../../present/staff-mail/differences-in-words.js'
import type { Context } from '../context.js'
import { tellStaff } from '../staff/tell-staff.js'
import { admitted, checkChanges } from '../updates/folder-scan.js'

/** What changed after an edition was frozen: seen, told, and corrected addresses put to use. */
export function bindChanges(context: Context) {
  return {
    /** How a frozen edition that isn't closed differs from what is there now, drop folder and roster. Changes nothing. */
    differences: (edition: string): Promise<Difference[]> => differencesOf(context, edition),
    /** The same, for people. */
    differencesInWords: async (edition: string): Promise<DifferenceInWords[]> =>
      inWords(context, edition, await differencesOf(context, edition)),
    /** Corrects addresses of deliveries without an attempt, and tells each change once. */
    noticeChanges: (): Promise<void> => noticeChanges(context),
  }
}

const BEFORE = ['awaiting-sign-off', 'rejected']
const AFTER = ['approved', 'sending', 'paused']
/** What happens to an edition that was stopped or forgotten weeks ago is no news. */
const TOLD_FOR = 14 * 24 * 3_600_000
const isOpen = ({ state, version }: EditionRow) => version > 0 && [...BEFORE, ...AFTER].includes(state)

async function differencesOf(context: Context, edition: string): Promise<Difference[]> {
  const { engine, clock } = context
  const row = await findEdition(engine.db, edition, clock())
  if (!row || !isOpen(row)) return []
  return differencesIn(context, row, await updatesInFolder(context))
}

async function differencesIn(
  context: Context,
  row: EditionRow,
  current: CurrentUpdate[],
): Promise<Difference[]> {
  const { engine, folders, clock, config } = context
  const { db } = engine
  const content = await frozenContent(db, row.id, row.version)
  if (!content) return []
  const { roster, problems } = await folders.roster(localDay(clock(), config.timeZone))
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
  const { engine, folders, clock, config } = context
  const { current } = await droppedUpdates(engine.db)
  const lying = await folders.updates(localDay(clock(), config.timeZone))
  const scan = admitted(lying, await letThroughHashes(engine.db))
  const { good } = checkChanges(scan, await carriedUpdates(engine.db, null))
  const known = new Map(current.map(one => [one.update.id, one]))
  for (const { update, hash } of good) {
    const before = known.get(update.id)
    if (before?.hash !== hash) known.set(update.id, { update, hash, revision: (before?.revision ?? 0) + 1 })
  }
  return [...known.values()]
}

async function audienceOf({ engine }: Context, { id, version }: EditionRow) {
  const addressees = []
  for await (const addressee of addresseesOf(engine.db, id, version)) addressees.push(addressee)
  return { addressees, exclusions: await exclusionsOf(engine.db, id, version) }
}

async function noticeChanges(context: Context): Promise<void> {
  const now = context.clock()
  const rows = (await openEditions(context.engine.db, new Date(now.getTime() - TOLD_FOR), now)).filter(
    ({ state }) => state === 'awaiting-sign-off' || AFTER.includes(state),
  )
  if (rows.length === 0) return
  const { current } = await droppedUpdates(context.engine.db)
  for (const row of rows) {
    if (AFTER.includes(row.state)) await useCorrectedAddresses(context, row)
    await tell(context, row, await differencesIn(context, row, current))
  }
}

/** Puts the roster's corrected addresses to use for deliveries without an attempt; the frozen audience stays as signed. */
export async function useCorrectedAddresses(context: Context, row: EditionRow): Promise<void> {
  const { engine, folders, clock, config, log } = context
  const today = localDay(clock(), config.timeZone)
  const { roster } = await folders.roster(today)
  const { addressees } = await audienceOf(context, row)
  const corrected = correctedAddresses(
    addressees,
    roster.mandateHolders.filter(one => heldOn(one, today)),
  )
  const fresh = await keepCorrections(engine.db, row.id, corrected, clock())
  for (const { recipient } of fresh) log.info('address.corrected', { edition: row.id, recipient })
}

async function inWords(
  { engine, folders, clock, config }: Context,
  edition: string,
  differences: Difference[],
): Promise<DifferenceInWords[]> {
  if (differences.length === 0) return []
  const { roster } = await folders.roster(localDay(clock(), config.timeZone))
  const words = { strings: await loadLocales(config.templatesDir), communes: roster.communes }
  const corrected = await correctionsOf(engine.db, edition)
  return differences.flatMap(one => differenceInWords(one, words, corrected))
}

/** To the approvers while the edition waits for them, to the editors once it is signed; each change once. */
async function tell(context: Context, row: EditionRow, differences: Difference[]): Promise<void> {
  const { engine, clock } = context
  const stage = AFTER.includes(row.state) ? ('after-sign-off' as const) : ('before-sign-off' as const)
  const about = { edition: row.id, version: row.version, stage }
  const untold = await untoldChanges(engine.db, about, differences.map(markOf))
  const news = differences.filter(difference => untold.has(markOf(difference)))
  if (news.length === 0 || !row.hash) return
  const marks = news.map(markOf)
  const set = createHash('sha256').update(marks.join('\n')).digest('hex').slice(0, 16)
  const values = {
    edition: row.id,
    hash: row.hash,
    stage,
    differences: await inWords(context, row.id, news),
  }
  const role = stage === 'after-sign-off' ? 'editor' : 'approver'
  await tellStaff(context, role, 'changed-after-freeze', `${row.id} v${row.version} ${stage} ${set}`, values)
  await keepTold(engine.db, about, marks, clock())
}
