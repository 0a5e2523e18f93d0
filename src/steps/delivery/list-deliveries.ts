import { z } from 'zod'
import { DELIVERY_STATES } from '../../model/delivery/delivery.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import {
  type DeliveryChoice,
  type ListedDelivery,
  listedDeliveries,
} from '../../postgres/delivery/delivery-list.js'
import type { Context } from '../context.js'

/** What a person looks for in an edition's deliveries, as a page's address says it; an impossible value narrows nothing. */
const Search = z.object({
  q: z.string().trim().max(200).catch(''),
  state: z.enum(['', ...DELIVERY_STATES]).catch(''),
  commune: z.string().max(20).catch(''),
  /** Empty: by state, the worst first. */
  sort: z.enum(['', 'person', 'commune']).catch(''),
  /** The last delivery of the page before, as `state:recipient`. */
  after: z
    .string()
    .regex(/^[a-z-]+:[^:]{1,200}$/)
    .refine(text => (DELIVERY_STATES as string[]).includes(text.split(':')[0] ?? ''))
    .catch(''),
})
export type DeliverySearch = z.infer<typeof Search>

/** Reads a search from an address or from `--query`. */
export const deliverySearch = (query: unknown): DeliverySearch => Search.parse(query)

/** Deliveries on one page. */
export const PAGE_ROWS = 50
/** Deliveries that an export reads at once. */
const EXPORT_ROWS = 1000
/** Words beyond that find nothing more. */
const WORDS_AT_MOST = 8

type Named = Pick<Commune, 'nis' | 'name'>

/** One page of an edition's deliveries, narrowed and sorted for a reader. Changes nothing. */
export const listDeliveries = (
  { engine }: Context,
  edition: string,
  search: DeliverySearch,
  communes: { list: readonly Named[]; language: Language },
) => listedDeliveries(engine.db, edition, choiceOf(search, communes, PAGE_ROWS))

/** All of them, a part at a time. */
export async function* everyDelivery(
  { engine }: Context,
  edition: string,
  search: DeliverySearch,
  communes: { list: readonly Named[]; language: Language },
): AsyncGenerator<ListedDelivery[]> {
  let choice = choiceOf({ ...search, after: '' }, communes, EXPORT_ROWS)
  for (;;) {
    const { rows, hasMore } = await listedDeliveries(engine.db, edition, choice)
    yield rows
    const last = rows.at(-1)
    if (!hasMore || !last) return
    choice = { ...choice, after: last }
  }
}

/** Where the next page begins, for its address. */
export const placeOf = ({ state, recipient }: ListedDelivery) => `${state}:${recipient}`

/** Communes as a reader of this language expects them: É beside E. */
export function inReadersOrder<T extends Named>(communes: readonly T[], language: Language): T[] {
  const { compare } = new Intl.Collator(language)
  return [...communes].sort((one, other) =>
    compare(inLanguage(one.name, language), inLanguage(other.name, language)),
  )
}

function choiceOf(
  { q, state, commune, sort, after }: DeliverySearch,
  { list, language }: { list: readonly Named[]; language: Language },
  limit: number,
): DeliveryChoice {
  const [last = '', recipient = ''] = after.split(':')
  return {
    state: state === '' ? null : state,
    communes: commune ? [commune] : null,
    words: q.split(/\s+/).filter(Boolean).slice(0, WORDS_AT_MOST),
    order: sort || 'state',
    places: sort === 'commune' ? inReadersOrder(list, language).map(({ nis }) => nis) : [],
    after: after === '' ? null : { state: last as ListedDelivery['state'], recipient },
    limit,
  }
}
