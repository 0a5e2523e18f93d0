import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { isEditionName, localDay } from '../model/calendar/calendar.js'
import { DELIVERY_STATES, type DeliveryState } from '../model/delivery/delivery.js'
import { followsUp } from '../model/follow-ups/contacts.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { ownName } from '../present/mail/own-name.js'
import { replyText } from '../present/mail/told-in-words.js'
import { label } from '../present/mail/wording.js'
import { editionName } from '../present/pages/edition-name.js'
import { listDeliveries } from '../steps/delivery/list-deliveries.js'
import { readEdition, readFrozen } from '../steps/editions/read-edition.js'
import { frameOf, html, languageOf, momentOf, type PageContext, speaker } from './page-frame.js'
import { DELIVERY_LOOKS } from './states.js'

/** What is searched; an impossible value narrows nothing. */
const Search = z.object({
  q: z.string().trim().max(200).catch(''),
  state: z.enum(['', ...DELIVERY_STATES]).catch(''),
  commune: z.string().max(20).catch(''),
  page: z.coerce.number().int().min(0).max(10_000).catch(0),
})
type Search = z.infer<typeof Search>

type EditionRequest = FastifyRequest<{ Params: { edition: string } }>

/** An edition's deliveries, to search and to narrow. GET changes nothing. */
export function addDeliveriesPage(server: FastifyInstance, context: PageContext): void {
  server.get('/editions/:edition/deliveries', (request, reply) =>
    deliveriesPage(request as EditionRequest, reply, context),
  )
}

async function deliveriesPage(request: EditionRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const { edition } = request.params
  const row = isEditionName(edition) ? await readEdition(app, edition) : null
  const frozen = row && (await readFrozen(app, row))
  if (!row || !frozen) return reply.callNotFound()
  const search = Search.parse(request.query)
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.deliveries')
  const { state, ...rest } = search
  const found = await listDeliveries(app, edition, { ...rest, ...(state === '' ? {} : { state }) })
  const { communes } = frozen.content
  const opens = request.person !== null && followsUp(request.person)
  const named = new Map(communes.map(({ nis, name }) => [nis, inLanguage(name, language)]))
  const path = `/editions/${edition}/deliveries`
  const today = localDay(app.clock(), config.timeZone)
  const view = {
    ...frameOf(request, context, language, path),
    back: { href: `/editions/${edition}?lang=${language}`, text: editionName(edition, today, own, language) },
    title: text('title'),
    q: search.q,
    filters: filtersOf(row.counts, search, path, context, language),
    communes: [
      { code: '', name: text('all-communes'), isChosen: search.commune === '' },
      ...[...named]
        .map(([code, name]) => ({ code, name, isChosen: code === search.commune }))
        .sort((one, other) => one.name.localeCompare(other.name, language)),
    ],
    state: search.state,
    rows: found.rows.map(one => ({
      href: opens ? `/deliveries/${encodeURIComponent(one.id)}?lang=${language}` : null,
      name: one.name ? ownName(one.name, language) : one.recipient,
      commune: named.get(one.commune) ?? one.commune,
      role: label(own, 'notices.roles', one.role),
      address: one.address,
      stateName: label(own, 'report.deliveryStates', one.state),
      ...DELIVERY_LOOKS[one.state],
      at: momentOf(one.at, context, language),
      reply: replyText(one, own, language) ?? '',
    })),
    // The frame has `pages` of its own.
    pager: pagerOf(search, found.hasMore, path, language, text),
    text: Object.fromEntries(WORDS.map(key => [key, text(key)])),
  }
  return html(reply, await context.fill('deliveries', language, `${view.title} – ${edition}`, view))
}

const WORDS = ['search', 'show', 'commune', 'person', 'role', 'address', 'state', 'last', 'none', 'none-what']

const addressOf = (
  path: string,
  search: Partial<Record<keyof Search, string | number>>,
  language: Language,
) =>
  `${path}?${new URLSearchParams({
    ...Object.fromEntries(
      Object.entries(search)
        .filter(([, value]) => value !== '' && value !== 0)
        .map(([key, value]) => [key, String(value)]),
    ),
    lang: language,
  })}`

/** One link for each state that has deliveries, with their number. */
function filtersOf(
  counts: Record<DeliveryState, number>,
  search: Search,
  path: string,
  { strings }: PageContext,
  language: Language,
) {
  const { text } = speaker(strings, language, 'pages.deliveries')
  const all = Object.values(counts).reduce((sum, n) => sum + n, 0)
  const link = (state: DeliveryState | '', name: string, n: number) => ({
    href: addressOf(path, { ...search, state, page: 0 }, language),
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

function pagerOf(
  search: Search,
  hasMore: boolean,
  path: string,
  language: Language,
  text: (key: string) => string,
) {
  const to = (page: number, key: string) => ({
    href: addressOf(path, { ...search, page }, language),
    text: text(key),
  })
  const previous = search.page > 0 ? to(search.page - 1, 'previous') : null
  const next = hasMore ? to(search.page + 1, 'next') : null
  return previous || next ? { previous, next } : null
}
