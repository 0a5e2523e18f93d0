import { describe, expect, it } from '@jest/globals'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../src/app.js'
import { PROJECT_ROOT, readConfig } from '../../src/config.js'
import { loadLocales } from '../../src/mjml/load.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { caughtLine, languageOf } from '../../src/web/page-frame.js'

/** What is said about mails with these settings. */
async function saidWith(settings: Record<string, string>, language: 'fr' | 'nl') {
  const config = readConfig(settings, PROJECT_ROOT)
  const strings = await loadLocales(config.templatesDir, BRUSSELS)
  return caughtLine({ app: {} as App, config, strings, fill: async () => '' }, language)
}

describe('the line on where mails are', () => {
  it.each([
    ['fr', 'rien ne quitte cet ordinateur'],
    ['nl', 'niets verlaat deze computer'],
  ] as const)('names, in %s and without a relay, the folder and who may log in', async (language, words) => {
    const said = await saidWith({ DATA_DIR: '/srv/estafette/data' }, language)
    for (const part of [words, 'data/mail', 'recipients/staff.yaml']) expect(said).toContain(part)
    expect(said).not.toContain('/srv')
  })

  it('names a folder below ours as it is reached from here', async () => {
    expect(await saidWith({ DATA_DIR: 'data/demo' }, 'fr')).toContain('dans data/demo/mail')
  })

  it('is not there with a relay', async () => {
    expect(await saidWith({ SMTP_URL: 'smtp://127.0.0.1:2525' }, 'fr')).toBeNull()
  })
})

describe('the language of a page', () => {
  const request = (lang: string | null, person: 'fr' | 'nl' | null, browser: string) =>
    ({
      server: { languages: BRUSSELS.languages },
      query: lang ? { lang } : {},
      headers: { 'accept-language': browser },
      person: person && { languages: [person] },
    }) as unknown as FastifyRequest

  it.each([
    ['nl', 'fr', 'fr-BE', 'nl'],
    ['de', 'nl', 'fr-BE', 'nl'],
    [null, null, 'en-GB, nl;q=0.8, fr;q=0.5', 'nl'],
    [null, null, 'en-GB', 'fr'],
  ] as const)(
    'asked for as %s by one who is logged in as %s with %s is %s',
    (lang, person, browser, language) => {
      expect(languageOf(request(lang, person, browser))).toBe(language)
    },
  )

  it('is that of the person whom a link names, and without one that of the browser', () => {
    expect(languageOf(request(null, 'fr', 'fr-BE'), { languages: ['nl', 'fr'] })).toBe('nl')
    expect(languageOf(request(null, 'fr', 'nl-BE'), null)).toBe('nl')
  })
})
