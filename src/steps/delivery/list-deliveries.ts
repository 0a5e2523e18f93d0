import type { DeliveryState } from '../../model/delivery/delivery.js'
import { listedDeliveries } from '../../postgres/delivery/delivery-list.js'
import type { Context } from '../context.js'

/** What a person looks for in an edition's deliveries; a missing part narrows nothing. `page` counts from 0. */
export type DeliverySearch = { state?: DeliveryState; commune?: string; q?: string; page?: number }

/** Words beyond that find nothing more. */
const WORDS_AT_MOST = 8

/** One page of an edition's deliveries, narrowed. Changes nothing. */
export const listDeliveries = (
  { engine }: Context,
  edition: string,
  { state, commune, q = '', page = 0 }: DeliverySearch,
) =>
  listedDeliveries(engine.db, edition, {
    state: state ?? null,
    communes: commune ? [commune] : null,
    words: q.split(/\s+/).filter(Boolean).slice(0, WORDS_AT_MOST),
    page,
  })
