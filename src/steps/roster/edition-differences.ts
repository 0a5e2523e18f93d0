import { audienceOn } from '../../model/editions/audience.js'
import { type CurrentUpdate, composeItems } from '../../model/editions/compose.js'
import { type Difference, mandateDifferences } from '../../model/editions/differences.js'
import type { EditionContent, EditionItem } from '../../model/editions/edition.js'
import { inCommunes } from '../../model/editions/in-communes.js'
import { updateDifferences } from '../../model/editions/update-differences.js'
import { suppressedAddresses } from '../../postgres/delivery/suppressed.js'
import { addresseesOf, exclusionsOf } from '../../postgres/editions/audiences.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { carriedUpdates } from '../../postgres/updates/carried-updates.js'
import { heardUpdates } from '../../postgres/updates/heard.js'
import { type Context, rosterToday } from '../context.js'
import { listOf } from '../editions/read-edition.js'

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

/** A flash or erratum holds chosen updates: new ones are not added. */
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

/** Whom a version was frozen for, and whom not. */
export async function audienceOf({ engine }: Context, { id, version }: EditionRow) {
  const addressees = await listOf(addresseesOf(engine.db, id, version))
  return { addressees, exclusions: await exclusionsOf(engine.db, id, version) }
}
