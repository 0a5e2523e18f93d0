import { describe, expect, it } from '@jest/globals'
import type { App } from '../../src/app.js'
import { PROJECT_ROOT, readConfig } from '../../src/config.js'
import { loadLocales } from '../../src/mjml/load.js'
import { caughtLine } from '../../src/web/page-frame.js'

/** What is said about mails with these settings. */
async function saidWith(settings: Record<string, string>, language: 'fr' | 'nl') {
  const config = readConfig(settings, PROJECT_ROOT)
  const strings = await loadLocales(config.templatesDir)
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

  it('is not there with a relay', async () => {
    expect(await saidWith({ SMTP_URL: 'smtp://127.0.0.1:2525' }, 'fr')).toBeNull()
  })
})
