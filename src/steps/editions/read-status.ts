import { coverage } from '../../model/editions/audience.js'
import { type CommuneState, communeState } from '../../model/follow-ups/commune-state.js'
import { statesByCommune } from '../../postgres/delivery/delivery-records.js'
import { exclusionsOf } from '../../postgres/editions/audiences.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { delayedDeliveries } from '../../postgres/returned-mail/listed-reports.js'
import type { Database } from '../../postgres/server/database.js'
import type { Context } from '../context.js'
import { type EditionStatus, readEdition, readFrozen } from './read-edition.js'

/** Where an edition stands, commune by commune. Null when there is none of this name. */
export async function readStatus(context: Context, id: string): Promise<EditionStatus | null> {
  const row = await readEdition(context, id)
  return row && { row, communes: await communesOf(context, row) }
}

/** Every commune of the edition; one without a delivery is not reached. Before dispatch nothing is known. */
async function communesOf(context: Context, row: EditionRow): Promise<EditionStatus['communes']> {
  const { db } = context.engine
  const frozen = await readFrozen(context, row)
  if (!frozen) return []
  const { content, addressees } = frozen
  const states = await statesByCommune(db, row.id)
  const heldUp = new Set(
    (await delayedDeliveries(db, row.id)).flatMap(({ commune, elsewhere }) => [commune, ...elsewhere]),
  )
  const apart = await communesApart(db, row)
  const missing = new Set(
    coverage(
      content.communes.map(({ nis }) => nis),
      addressees,
    ).missing,
  )
  const stateOf = (nis: string): CommuneState => {
    const known = states.get(nis)
    if (known) return communeState(known, heldUp.has(nis))
    return missing.has(nis) && !apart.has(nis) ? 'not-reached' : 'unknown'
  }
  return content.communes.map(({ nis, name }) => {
    const known = states.get(nis) ?? []
    const accepted = known.filter(state => state === 'accepted').length
    return { nis, name, state: stateOf(nis), accepted, deliveries: known.length }
  })
}

/** Communes that a flash for others, or an erratum of what never arrived there, doesn't concern. */
async function communesApart(db: Database, row: EditionRow): Promise<Set<string>> {
  const exclusions = await exclusionsOf(db, row.id, row.version)
  const apart = exclusions.filter(({ reason }) => reason === 'not-concerned' || reason === 'not-affected')
  return new Set(apart.map(({ commune }) => commune))
}
