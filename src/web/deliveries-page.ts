import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { isEditionName, localDay } from '../model/calendar/calendar.js'
import { DELIVERY_STATES, type DeliveryState } from '../model/delivery/delivery.js'
import { followsUp } from '../model/follow-ups/contacts.js'
import { inLanguage, type Language, type Localized } from '../model/language/language.js'
import type { ListedDelivery } from '../postgres/delivery/delivery-list.js'
import { ownName } from '../present/mail/own-name.js'
import { replyText } from '../present/mail/told-in-words.js'
import { label } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import {
  type DeliverySearch,
  deliverySearch,
  inReadersOrder,
  listDeliveries,
  placeOf,
} from '../steps/delivery/list-deliveries.js'
import { readContent, readEdition } from '../steps/editions/read-edition.js'
import { fileLinks } from './list-files.js'
import { addressWith, sortLinks } from './list-links.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'
import { DELIVERY_LOOKS } from './states.js'

type EditionRequest = FastifyRequest<{ Params: { edition: string } }>

/** An edition's deliveries, to search, to narrow and to sort. GET changes nothing. */
export function addDeliveriesPage(server: FastifyInstance, context: PageContext): void {
  server.get('/editions/:edition/deliveries', (request, reply) =>
    deliveriesPage(request as EditionRequest, reply, context),
  )
}

async function deliveriesPage(request: EditionRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const { edition } = request.params
  const row = isEditionName(edition) ? await readEdition(app, edition) : null
  const content = row && (await readContent(app, row))
  if (!row || !content) return reply.callNotFound()
  const search = deliverySearch(request.query)
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.deliveries')
  const { communes } = content
  const found = await listDeliveries(app, edition, search, { list: communes, language })
  const path = `/editions/${edition}/deliveries`
  const today = localDay(app.clock(), config.timeZone)
  const { after: _, ...narrowed } = search
  const view = {
    ...frameOf(request, context, language, addressWith(path, narrowed)),
    back: { href: `/editions/${edition}?lang=${language}`, text: editionName(edition, today, own, language) },
    title: text('title'),
    files: fileLinks(path, narrowed, context, language),
    q: search.q,
    filters: filtersOf(row.counts, search, path, context, language),
    communes: communeOptions(communes, search.commune, text('all-communes'), language),
    state: search.state,
    sort: search.sort,
    sorts: sortLinks(path, narrowed, SORTS, text, language),
    rows: rowsOf(found.rows, { communes, request, context, language }),
    // The frame has `pages` of its own.
    pager: pagerOf(search, found, path, language, text),
    text: Object.fromEntries(WORDS.map(key => [key, text(key)])),
  }
  return html(reply, await context.fill('deliveries', language, `${view.title} – ${view.back.text}`, view))
}

const SORTS = { keys: ['person', 'commune', 'state'], standard: 'state' }
const WORDS = ['search', 'show', 'commune', 'person', 'role', 'address', 'state', 'last', 'none', 'none-what']

type Named = { nis: string; name: Localized }

const communeOptions = (communes: readonly Named[], chosen: string, all: string, language: Language) => [
  { code: '', name: all, isChosen: chosen === '' },
  ...inReadersOrder(communes, language).map(({ nis, name }) => ({
    code: nis,
    name: inLanguage(name, language),
    isChosen: nis === chosen,
  })),
]

type Around = {
  communes: readonly Named[]
  request: EditionRequest
  context: PageContext
  language: Language
}

function rowsOf(rows: ListedDelivery[], { communes, request, context, language }: Around) {
  const own = inLanguage(context.strings, language)
  const opens = request.person !== null && followsUp(request.person)
  const named = new Map(communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  return rows.map(one => ({
    href: opens ? `/deliveries/${encodeURIComponent(one.id)}?lang=${language}` : null,
    name: one.name ? ownName(one.name, language) : one.recipient,
    commune: named.get(one.commune) ?? one.commune,
    role: label(own, 'notices.roles', one.role),
    address: one.address,
    stateName: label(own, 'report.deliveryStates', one.state),
    ...DELIVERY_LOOKS[one.state],
    at: momentOf(one.at, context, language),
    reply: replyText(one, own, language) ?? '',
  }))
}

/** One link for each state that has deliveries, with their number. */
function filtersOf(
  counts: Record<DeliveryState, number>,
  { after: _, ...search }: DeliverySearch,
  path: string,
  { strings }: PageContext,
  language: Language,
) {
  const { text } = speaker(strings, language, 'pages.deliveries')
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const link = (state: DeliveryState | '', name: string, n: number) => ({
    href: addressWith(path, { ...search, state }, language),
    name: `${name} (${n})`,
    isChosen: search.state === state,
  })
  const states = DELIVERY_STATES.filter(state => counts[state] > 0 || state === search.state)
  const own = inLanguage(strings, language)
  return [
    link('', text('all'), all),
    ...states.map(state => link(state, label(own, 'pages.deliveryStates', state), counts[state])),
  ]
}

/** A page begins after a delivery, not at a number: a list that moves shows none twice. */
function pagerOf(
  search: DeliverySearch,
  { rows, hasMore }: { rows: ListedDelivery[]; hasMore: boolean },
  path: string,
  language: Language,
  text: (key: string) => string,
) {
  const last = rows.at(-1)
  const to = (after: string, key: string) => ({
    href: addressWith(path, { ...search, after }, language),
    text: text(key),
  })
  const first = search.after === '' ? null : to('', 'first')
  const next = hasMore && last ? to(placeOf(last), 'next') : null
  return first || next ? { first, next } : null
}
