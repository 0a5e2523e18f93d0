import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { localDay } from '../model/calendar/calendar.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { editionName } from '../present/pages/edition-name.js'
import { type AudienceSearch, type ReadAudience, readAudience } from '../steps/editions/read-audience.js'
import { NEXT } from '../steps/editions/read-mails.js'
import { audienceChangesView, LOOKS, personOf } from './audience-changes-view.js'
import { frameOf, html, languageOf, type PageContext, speaker } from './page-frame.js'

/** What is searched; an impossible value narrows nothing. */
const Search = z.object({
  q: z.string().trim().max(200).catch(''),
  commune: z.string().max(20).catch(''),
  page: z.coerce.number().int().min(0).max(10_000).catch(0),
})

type AudienceRequest = FastifyRequest<{ Params: { edition: string } }>

/** Who gets an edition, or the next one, who doesn't and why, against the one before. GET changes nothing. */
export function addAudiencePage(server: FastifyInstance, context: PageContext): void {
  server.get('/editions/:edition/audience', (request, reply) =>
    audiencePage(request as AudienceRequest, reply, context),
  )
}

async function audiencePage(request: AudienceRequest, reply: FastifyReply, context: PageContext) {
  const { app, config, strings } = context
  const search = Search.parse(request.query)
  const audience = await readAudience(app, request.params.edition, search)
  if (!audience) return reply.callNotFound()
  const language = languageOf(request)
  const own = inLanguage(strings, language)
  const { text } = speaker(strings, language, 'pages.audience')
  const today = localDay(app.clock(), config.timeZone)
  const path = `/editions/${request.params.edition}`
  const previous = audience.previous && editionName(audience.previous, today, own, language)
  const view = {
    ...frameOf(request, context, language, addressOf(`${path}/audience`, search)),
    back: { href: `${path}?lang=${language}`, text: editionName(audience.edition, today, own, language) },
    title: text('title'),
    says: saysOf(request.params.edition, audience, context, language),
    changes: audienceChangesView(audience, previous, context, language),
    communes: communesView(audience, `${path}/audience`, language),
    people: peopleView(audience, { search, path }, context, language),
    language,
    text: Object.fromEntries(WORDS.map(key => [key, text(key)])),
  }
  return html(reply, await context.fill('audience', language, `${view.title} – ${view.back.text}`, view))
}

const WORDS = [
  ...[
    'commune',
    'gets',
    'excluded',
    'before',
    'by-commune',
    'people',
    'search',
    'show',
    'person',
    'role',
    'state',
  ],
  ...['none', 'none-what'],
]

function addressOf(path: string, search: Partial<AudienceSearch>): string {
  const query = new URLSearchParams()
  for (const [key, value] of Object.entries(search)) if (value) query.set(key, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}

const inOwn = (address: string, language: Language) =>
  `${address}${address.includes('?') ? '&' : '?'}lang=${language}`

/** The audience in two sentences. */
function saysOf(edition: string, { counts }: ReadAudience, { strings }: PageContext, language: Language) {
  const { text, count } = speaker(strings, language, 'pages.audience')
  const sum = (key: 'gets' | 'excluded') => counts.reduce((total, one) => total + one[key], 0)
  const communes = counts.filter(({ gets }) => gets > 0).length
  const when = edition === NEXT ? '-next' : ''
  return [
    `${count(`says${when}`, sum('gets'))} ${count('in-communes', communes)}`,
    sum('excluded') === 0 ? text('nobody-excluded') : count(`says-excluded${when}`, sum('excluded')),
  ]
}

/** All communes of the edition, in their order, those without a mandate too. */
function communesView({ communes, counts }: ReadAudience, path: string, language: Language) {
  return communes.map(({ nis, name }) => {
    const { gets = 0, excluded = 0, before = 0 } = counts.find(({ commune }) => commune === nis) ?? {}
    return {
      name: inLanguage(name, language),
      href: `${inOwn(addressOf(path, { commune: nis }), language)}#people`,
      ...{ gets, excluded, before },
    }
  })
}

function peopleView(
  audience: ReadAudience,
  { search, path }: { search: AudienceSearch; path: string },
  context: PageContext,
  language: Language,
) {
  const { text } = speaker(context.strings, language, 'pages.audience')
  const named = audience.communes
    .map(({ nis, name }) => ({
      code: nis,
      name: inLanguage(name, language),
      isChosen: nis === search.commune,
    }))
    .sort((one, other) => one.name.localeCompare(other.name, language))
  const page = (number: number, key: string) => ({
    href: `${inOwn(addressOf(`${path}/audience`, { ...search, page: number }), language)}#people`,
    text: text(key),
  })
  return {
    q: search.q,
    communes: [{ code: '', name: text('all-communes'), isChosen: search.commune === '' }, ...named],
    rows: audience.rows.map(place => {
      const told = personOf(place, audience, context, language)
      const query = new URLSearchParams({ reader: place.recipient, lang: language })
      return {
        ...told,
        href: place.reason === null ? `${path}/mail?${query}` : null,
        state: told.reason ?? text('gets-it'),
        ...(place.reason === null ? LOOKS.came : { tone: 'unknown', icon: 'no' }),
      }
    }),
    previous: search.page > 0 ? page(search.page - 1, 'previous') : null,
    next: audience.hasMore ? page(search.page + 1, 'next') : null,
  }
}
