import { localDay } from '../../model/calendar/calendar.js'
import { type Coverage, coverageOf } from '../../model/follow-ups/coverage.js'
import { type DeliveryRecord, deliveriesOf } from '../../postgres/delivery/delivery-records.js'
import { addresseesOf, exclusionsOf } from '../../postgres/editions/audiences.js'
import type { EditionRow } from '../../postgres/editions/editions.js'
import { candidatesOf, repliesTo } from '../../postgres/follow-ups/candidates.js'
import { followUpRows } from '../../postgres/follow-ups/coverage.js'
import type { Context } from '../context.js'
import { listOf } from '../editions/read-edition.js'
import { readStatus } from '../editions/read-status.js'

export type EditionCoverage = {
  row: EditionRow
  coverage: Coverage
  deliveries: DeliveryRecord[]
  replies: { recipient: string; at: Date }[]
}

/** The outcome of an edition, counted from the rows. Changes nothing. Null when there is no such edition, or no frozen version. */
export async function editionCoverage(context: Context, edition: string): Promise<EditionCoverage | null> {
  const { engine, clock, config } = context
  const { db } = engine
  const status = await readStatus(context, edition)
  if (!status) return null
  const { row, communes } = status
  const candidates = await candidatesOf(db, row.id, row.version)
  if (candidates === null) return null
  const dayOf = (at: Date) => localDay(at, config.timeZone)
  const facts = {
    dispatchedAt: row.dispatchedAt,
    candidates,
    communes,
    addressees: await listOf(addresseesOf(db, row.id, row.version)),
    exclusions: await exclusionsOf(db, row.id, row.version),
    deliveries: await deliveriesOf(db, row.id),
    replies: await repliesTo(db, row.id),
    followUps: (await followUpRows(db, row.id)).map(({ openedAt, ...one }) => ({
      ...one,
      openedOn: dayOf(openedAt),
    })),
  }
  const { deliveries, replies } = facts
  return { row, coverage: coverageOf(facts, dayOf(clock())), deliveries, replies }
}
