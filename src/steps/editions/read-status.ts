import { communeState } from '../../model/follow-ups/commune-state.js'
import { statesByCommune } from '../../postgres/delivery/delivery-records.js'
import { communesWritten, exclusionsOf } from '../../postgres/editions/audiences.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { delayedDeliveries } from '../../postgres/returned-mail/listed-reports.js'
import type { Database } from '../../postgres/server/database.js'
import type { Context } from '../context.js'
import { type EditionStatus, readEdition } from './read-edition.js'

/** Where an edition stands, commune by commune. Null when there is none of this name. */
export async function readStatus(context: Context, id: string): Promise<EditionStatus | null> {
  const row = await readEdition(context, id)
  return row && { row, communes: await communesOf(context, row) }
}

/** Every commune of the edition; one without a delivery is not reached. Before dispatch nothing is known. */
export async function communesOf(context: Context, row: EditionRow): Promise<EditionStatus['communes']> {
  const { db } = context.engine
  const content = await frozenContent(db, row.id, row.version)
  if (!content) return []
  const states = await statesByCommune(db, row.id)
  const heldUp = new Set(
    (await delayedDeliveries(db, row.id)).flatMap(({ commune, elsewhere }) => [commune, ...elsewhere]),
  )
  const silent = content.communes.map(({ nis }) => nis).filter(nis => !states.has(nis))
  const notReached = silent.length > 0 ? await unwritten(db, row, silent) : new Set<string>()
  return content.communes.map(({ nis, name }) => {
    const known = states.get(nis)
    if (!known) return { nis, name, ...NOTHING, state: notReached.has(nis) ? 'not-reached' : 'unknown' }
    return {
      ...{ nis, name, state: communeState([...known.keys()], heldUp.has(nis)) },
      accepted: known.get('accepted') ?? 0,
      deliveries: [...known.values()].reduce((sum, n) => sum + n, 0),
    }
  })
}

const NOTHING = { accepted: 0, deliveries: 0 }

/** Communes of these to which nobody is written though the edition concerns them: not a flash for others, nor an erratum of what never arrived there. */
async function unwritten(db: Database, row: EditionRow, communes: string[]): Promise<Set<string>> {
  const exclusions = await exclusionsOf(db, row.id, row.version)
  const apart = exclusions.filter(({ reason }) => reason === 'not-concerned' || reason === 'not-affected')
  const written = await communesWritten(db, row, communes)
  const others = new Set([...apart.map(({ commune }) => commune), ...written])
  return new Set(communes.filter(nis => !others.has(nis)))
}
