import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { App } from '../app.js'
import type { Config } from '../config.js'
import { readHouse } from '../mjml/house-file.js'
import { loadLocales } from '../mjml/load.js'
import { compileOne } from '../mjml/render.js'
import type { House } from '../model/agency/branding.js'
import { inLanguage, type Language } from '../model/language/language.js'
import { atomFeed } from '../present/mail/feed.js'
import { typeset } from '../present/mail/typography.js'
import { say } from '../present/mail/wording.js'
import { type PublishedEdition, publishedEditions } from '../steps/editions/publish.js'
import { html, languageOf } from './page-frame.js'

type Strings = Awaited<ReturnType<typeof loadLocales>>

/** The list of public editions, and its feed in each language. */
export async function addPublished(server: FastifyInstance, app: App, config: Config): Promise<void> {
  const house = await readHouse(config.templatesDir, config.agency.languages)
  const strings = await loadLocales(config.templatesDir, config.agency.languages)
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
  { language, house, config }: { language: Language; house: House; config: Config },
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
  on: { language: Language; house: House; strings: Strings; config: Config },
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
