import type { DeliveryState } from '../../model/delivery/delivery.js'
import type { Addressee } from '../../model/editions/audience.js'
import { coverage } from '../../model/editions/audience.js'
import type { EditionContent } from '../../model/editions/edition.js'
import { type CommuneState, communeState } from '../../model/follow-ups/commune-state.js'
import type { Bilingual } from '../../model/problem/line.js'
import { oldestDue } from '../../postgres/delivery/deliveries.js'
import { deliveriesOf, statesByCommune } from '../../postgres/delivery/delivery-records.js'
import { addresseesOf, exclusionsOf } from '../../postgres/editions/audiences.js'
import { type EditionRow, findEdition, listEditions } from '../../postgres/editions/editions.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import { type FollowUpFilter, listFollowUps } from '../../postgres/follow-ups/listed-follow-ups.js'
import { delayedDeliveries } from '../../postgres/returned-mail/listed-reports.js'
import type { Context } from '../context.js'
import { type Summary, summaryOf } from './summary.js'

export type EditionStatus = {
  row: EditionRow
  communes: { nis: string; name: Bilingual; state: CommuneState }[]
}

/** What the ledger can be asked; nothing here changes anything. */
export function bindReading({ config, engine, clock }: Context) {
  const { db } = engine
  return {
    /** Seconds since the longest waiting delivery became due; 0 when none waits. The age of the backlog, not "the process is up". */
    oldestDue: () => oldestDue(db, clock(), config.mailsPerMinute !== null),
    editions: () => listEditions(db, clock()),
    edition: (id: string) => findEdition(db, id, clock()),
    status: async (id: string): Promise<EditionStatus | null> => {
      const row = await findEdition(db, id, clock())
      return row && { row, communes: await communesOf(row) }
    },
    summary: async (row: EditionRow): Promise<Summary | null> => {
      const content = await frozenContent(db, row.id, row.version)
      if (!content) return null
      const addressees = await listOf(addresseesOf(db, row.id, row.version))
      const exclusions = await exclusionsOf(db, row.id, row.version)
      const candidates = addressees.length + exclusions.length
      return summaryOf(content.items, { candidates, addressees, exclusions }, content.communes)
    },
    deliveries: (id: string) => deliveriesOf(db, id),
    followUps: (filter: FollowUpFilter = {}) => listFollowUps(db, filter),
    /** A frozen edition as it will be, or was, sent. */
    frozen: async (row: EditionRow): Promise<{ content: EditionContent; addressees: Addressee[] } | null> => {
      const content = await frozenContent(db, row.id, row.version)
      return content && { content, addressees: await listOf(addresseesOf(db, row.id, row.version)) }
    },
  }

  /** Every commune of the edition, also one without a delivery: it is not reached. Before dispatch nothing is known. */
  async function communesOf(row: EditionRow): Promise<EditionStatus['communes']> {
    const content = await frozenContent(db, row.id, row.version)
    if (!content) return []
    const states = await statesByCommune(db, row.id)
    const heldUp = new Set(
      (await delayedDeliveries(db, row.id)).flatMap(({ commune, elsewhere }) => [commune, ...elsewhere]),
    )
    const addressees = await listOf(addresseesOf(db, row.id, row.version))
    const apart = await communesApart(row)
    const missing = new Set(
      coverage(
        content.communes.map(({ nis }) => nis),
        addressees,
      ).missing,
    )
    const stateOf = (nis: string): CommuneState => {
      const known: DeliveryState[] | undefined = states.get(nis)
      if (known) return communeState(known, heldUp.has(nis))
      return missing.has(nis) && !apart.has(nis) ? 'not-reached' : 'unknown'
    }
    return content.communes.map(({ nis, name }) => ({ nis, name, state: stateOf(nis) }))
  }

  /** A flash for other communes, or an erratum of what never arrived there, says nothing about a commune. */
  async function communesApart(row: EditionRow): Promise<Set<string>> {
    const exclusions = await exclusionsOf(db, row.id, row.version)
    const apart = exclusions.filter(({ reason }) => reason === 'not-concerned' || reason === 'not-affected')
    return new Set(apart.map(({ commune }) => commune))
  }
}

async function listOf<T>(rows: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const row of rows) list.push(row)
  return list
}
