import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from '@jest/globals'
import { loadLocales } from '../../src/mjml/load.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import type { Strings } from '../../src/model/editions/edition.js'
import { EDITOR_LANGUAGES, inLanguage, type Language } from '../../src/model/language/language.js'
import { typeset } from '../../src/present/mail/typography.js'
import { NOTICE_KINDS } from '../../src/present/staff-mail/notice-kinds.js'

const TEMPLATES = fileURLToPath(new URL('../../templates', import.meta.url))

/** Words that make sentences in one language and are none in the other. */
const FRENCH =
  /(?<![\p{L}-])(?:le|la|les|une|est|vous|pour|avec|sans|dans|cette|votre|qui|et|ou|ne|pas)(?![\p{L}-])/iu
const DUTCH =
  /(?<![\p{L}-])(?:het|een|niet|wordt|voor|zonder|naar|deze|uw|wie|geen|zijn|van|bij)(?![\p{L}-])/iu
/** What a value is called in the database and in files: never shown as it is. */
const CODES =
  /^(?:mayor|alderman|new|changed|withdrawn|standing|accepted|pending|deferred|bounced|gave-up|in-doubt|suppressed|approve|reject|vacant|draft|closed|regular|flash|erratum)$/

let texts: Record<Language, [key: string, text: string][]>
beforeAll(async () => {
  const strings = await loadLocales(TEMPLATES, BRUSSELS)
  texts = { fr: listed(inLanguage(strings, 'fr')), nl: listed(inLanguage(strings, 'nl')) }
})

function listed(strings: Strings, path = ''): [string, string][] {
  return Object.entries(strings).flatMap(([key, value]) =>
    typeof value === 'string'
      ? ([[`${path}${key}`, value]] as [string, string][])
      : listed(value, `${path}${key}.`),
  )
}

/** Without slots, Markdown's marks, and what is quoted. */
const prose = (text: string) => text.replace(/\{[\w-]+\}|«[^»]*»|“[^”]*”|\*\*/g, ' ')

describe('the texts of both languages', () => {
  it('are translated: none that is a sentence is the same in both', () => {
    const dutch = new Map(texts.nl)
    const same = inLanguage(texts, 'fr').filter(
      ([key, text]) => text === dutch.get(key) && /\p{L}{3,}.*\s.*\p{L}{3,}/su.test(prose(text)),
    )
    expect(same).toEqual([])
  })

  it('hold no word of the other language', () => {
    const names = /^language\./
    const strange = (language: Language, words: RegExp) =>
      inLanguage(texts, language).filter(([key, text]) => !names.test(key) && words.test(prose(text)))
    expect(strange('nl', FRENCH)).toEqual([])
    expect(strange('fr', DUTCH)).toEqual([])
  })

  it('show no value as it is called in files and tables', () => {
    const raw = EDITOR_LANGUAGES.flatMap(language =>
      inLanguage(texts, language).filter(([, text]) => CODES.test(text.trim())),
    )
    expect(raw).toEqual([])
  })

  it('name every kind of mail to staff', () => {
    for (const language of EDITOR_LANGUAGES) {
      const named = new Set(inLanguage(texts, language).map(([key]) => key))
      expect(NOTICE_KINDS.filter(kind => !named.has(`notices.kinds.${kind}`))).toEqual([])
    }
  })

  it('have the typography of their language once they are typeset', () => {
    const french = inLanguage(texts, 'fr').filter(([, text]) =>
      /[^\u00a0\u202f\d/]:(?=\s|$)|[^\u00a0\u202f?!][;?!](?=\s|$)|«[^\u00a0]|[^\u00a0]»/.test(
        typeset(text, 'fr'),
      ),
    )
    expect(french).toEqual([])
    const dutch = inLanguage(texts, 'nl').filter(([, text]) =>
      /\s[:;!?](?:\s|$)|[«»]/.test(typeset(text, 'nl')),
    )
    expect(dutch).toEqual([])
    const straight = EDITOR_LANGUAGES.flatMap(language =>
      inLanguage(texts, language).filter(([, text]) => /['"]/.test(typeset(text, language))),
    )
    expect(straight).toEqual([])
  })
})
