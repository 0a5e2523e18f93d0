import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { readBranding } from '../mjml/branding-file.js'
import { loadLocales } from '../mjml/load.js'
import { compileOne } from '../mjml/render.js'
import type { Branding } from '../model/agency/branding.js'
import { languagesOf } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { atomFeed } from '../present/mail/feed.js'
import { typeset } from '../present/mail/typography.js'
import { say } from '../present/mail/wording.js'
import { type PublishedEdition, publishedEditions } from '../steps/editions/publish.js'
import {
  isWebToken,
  type WebEdition,
  webCalendar,
  webEdition,
  webPage,
  webPdf,
} from '../steps/editions/web-edition.js'
import { onError, type ServerError } from './login-pages.js'
import { html, languageOf, type PageContext } from './page-frame.js'

type ReadRequest = FastifyRequest<{ Params: { edition: string; token?: string; file: string } }>

/**
 * The web versions of sent editions. `/read/…` is for people with the address: unguessable, not indexed, without personal data. `/published/…` is for
 * everybody, once an approver published an edition. Neither needs a log-in; a proxy in front lets both through.
 */
export async function addArchive(server: FastifyInstance, context: PageContext): Promise<void> {
  const { app, config } = context
  await server.register(async scope => {
    scope.setErrorHandler((error, request, reply) => onError(error as ServerError, request, reply, context))
    addVersions(scope, app, config)
    await addPublished(scope, app, config)
  })
}

function addVersions(server: FastifyInstance, app: App, config: Config): void {
  server.get('/read/:edition/:token/:file', async (request, reply) => {
    const { edition, token = '', file } = (request as ReadRequest).params
    const web = isWebToken(app, edition, token) ? await webEdition(app, edition) : null
    if (!web) return reply.callNotFound()
    reply.header('x-robots-tag', 'noindex, nofollow, noarchive').header('cache-control', 'private, no-cache')
    return webFile(app, web, file, reply, `${config.baseUrl}/read/${edition}/${token}/`)
  })
  server.get('/published/:edition/:file', async (request, reply) => {
    const { edition, file } = (request as ReadRequest).params
    const web = await webEdition(app, edition)
    if (!web?.publishedAt) return reply.callNotFound()
    reply.header('cache-control', 'public, max-age=300')
    return webFile(app, web, file, reply, `${config.baseUrl}/published/${edition}/`)
  })
}

const FILE = /^([a-z]{2})(?:\.(ics|pdf))?$/

/** One file of a web version: `fr`, `fr.ics`, `fr.pdf`, and the same in its other languages. */
async function webFile(app: App, web: WebEdition, file: string, reply: FastifyReply, base: string) {
  const [, language, kind] = FILE.exec(file) ?? []
  if (!language || !languagesOf(web.content).includes(language)) return reply.callNotFound()
  if (kind === 'ics') return calendar(web, language, reply)
  if (kind === 'pdf') return pdf(app, web, language, reply, base)
  return html(reply, webPage(app, web, language))
}

function calendar(web: WebEdition, language: Language, reply: FastifyReply) {
  const found = webCalendar(web, language)
  if (!found) return reply.callNotFound()
  return reply
    .type('text/calendar; charset=utf-8; method=PUBLISH')
    .header('content-disposition', `attachment; filename="${found.name}"`)
    .send(found.file)
}

async function pdf(app: App, web: WebEdition, language: Language, reply: FastifyReply, base: string) {
  try {
    const made = await webPdf(app, web, language, base)
    if (!made) return reply.callNotFound()
    return reply
      .type('application/pdf')
      .header('content-disposition', `inline; filename="${web.edition}-${language}.pdf"`)
      .send(made)
  } catch (error) {
    app.log.error('pdf.failed', { edition: web.edition, reason: (error as Error).message })
    return reply.code(503).header('retry-after', '60').type('text/plain').send('503')
  }
}

type Strings = Awaited<ReturnType<typeof loadLocales>>

/** The list of public editions, and its feed in each language. */
async function addPublished(server: FastifyInstance, app: App, config: Config): Promise<void> {
  const house = await readBranding(config.templatesDir, config.agency.languages)
  const strings = await loadLocales(config.templatesDir, config.agency)
  const source = await readFile(join(config.templatesDir, 'pages', 'web-editions.hbs'), 'utf8')
  const page = compileOne<object>(source, false, text => text)
  server.get('/published', (_request, reply) => reply.redirect('/published/'))
  server.get('/published/', async (request, reply) => {
    const language = languageOf(request)
    const view = listView(await publishedEditions(app), { language, house, strings, config })
    return html(reply.header('vary', 'accept-language'), page(view))
  })
  for (const language of config.agency.languages)
    server.get(`/published/${language}.atom`, async (_request, reply) => {
      const feed = feedOf(await publishedEditions(app), { language, house, config }, app.clock())
      return reply
        .type('application/atom+xml; charset=utf-8')
        .header('cache-control', 'public, max-age=300')
        .send(feed)
    })
}

function feedOf(
  editions: PublishedEdition[],
  { language, house, config }: { language: Language; house: Branding; config: Config },
  madeAt: Date,
): string {
  const entries = editions.map(({ listed, publishedAt }) => ({
    ...inLanguage(listed, language),
    publishedAt,
    hasPdf: config.chromium !== null,
  }))
  return atomFeed({ house, language, address: `${config.baseUrl}/published/`, madeAt, entries })
}

function listView(
  editions: PublishedEdition[],
  on: { language: Language; house: Branding; strings: Strings; config: Config },
): object {
  const { language, house, config } = on
  const strings = inLanguage(on.strings, language)
  const word = (key: string) => typeset(say(strings, key), language)
  const others = Object.keys(on.strings).filter(one => one !== language)
  return {
    language,
    title: `${word('web.published')} – ${inLanguage(house.title, language)}`,
    name: typeset(inLanguage(house.title, language), language),
    subtitle: word('web.published'),
    others: others.map(code => ({ code, name: say(inLanguage(on.strings, code), 'language.name') })),
    feed: `${language}.atom`,
    feedName: word('web.feed'),
    none: word('web.none-published'),
    light: house.colours.light,
    dark: house.colours.dark,
    editions: editions.map(({ listed }) => {
      const { edition, title, summary } = inLanguage(listed, language)
      const pdf = { href: `${edition}/${language}.pdf`, text: 'PDF' }
      return { edition, title, summary, href: `${edition}/${language}`, files: config.chromium ? [pdf] : [] }
    }),
  }
}
