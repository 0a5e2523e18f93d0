import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import type { EditorLanguage } from '../../../src/model/language/language.js'
import { codeNamed, type NameList } from '../../../src/model/language/names.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import { FIELDS, type Fields } from '../../../src/model/updates/update-fields.js'
import { keyNames } from '../../../src/model/updates/vocabulary.js'
import { NAMED, parse, problems } from '../../support/update-files.js'

const read = (name: string) => readFileSync(join(PROJECT_ROOT, 'updates', name), 'utf8')
const TEMPLATES = { '_template.md': null, '_modele.md': 'fr', '_sjabloon.md': 'nl' } as const
const OWN: [RegExp, string][] = [
  [/nom-de-la-mesure/, 'masques'],
  [/Titre en français/, 'Masques en tissu'],
  [/Premier paragraphe.*/, 'Les communes reçoivent des masques.'],
  [/Ensuite le texte[^#]*/, 'Un masque par habitant.\n\n'],
  [/Titel in het Nederlands/, 'Stoffen maskers'],
  [/Eerste alinea: .*/, 'De gemeenten krijgen maskers.'],
  [/Daarna de tekst[^#]*/, 'Een masker per inwoner.\n'],
]
const filled = (text: string) => OWN.reduce((filling, [from, to]) => filling.replace(from, to), text)

/** A template with the `#` of every optional field taken away, and a date in the place of each pattern. */
function withAllFields(text: string): string {
  let isOpen = false
  const lines = text.split('\n').map(line => {
    const key = /^# ([^:(]+):/.exec(line)?.[1] ?? ''
    const isKey = key === key.trim() && codeNamed(key, keyNames(FIELDS)) !== null
    isOpen = isKey ? line.endsWith(':') : isOpen && line.startsWith('#   ')
    return isKey || isOpen ? line.slice(2) : line
  })
  const [, keys = '', ...rest] = lines.join('\n').split('---\n')
  const dated = keys
    .replace(/AAAA-MM-JJ|JJJJ-MM-DD/g, '2027-02-01')
    .replace(/JJ\/MM\/AAAA|DD\/MM\/JJJJ/g, '1/2/2027')
  return filled(['', dated, ...rest].join('---\n'))
}

/** What a half of the README has in `…`, and all of its words. */
function half(language: EditorLanguage): { names: Set<string>; text: string } {
  const readme = read('README.md').replace(/\s+/g, ' ')
  const cut = readme.indexOf('# Een bericht aanleveren')
  const text = language === 'fr' ? readme.slice(0, cut) : readme.slice(cut)
  return { names: new Set([...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '')), text }
}

describe('the templates of editors', () => {
  it('are good updates once filled in, each in its language, and all the same one', () => {
    const hashes = Object.keys(TEMPLATES).map(name => {
      const content = withAllFields(read(name))
      const parsed = parse(content, NAMED)
      return 'update' in parsed ? contentHash(parsed.update) : problems(content, 'fr', NAMED)
    })
    expect(hashes[0]).toEqual(expect.stringMatching(/^[0-9a-f]{64}$/))
    expect(new Set(hashes).size).toBe(1)
  })

  it('offer every field there is', () => {
    for (const name of Object.keys(TEMPLATES)) {
      const parsed = parse(withAllFields(read(name)), NAMED)
      const missing =
        'update' in parsed && Object.entries(parsed.update).filter(([, value]) => value === null)
      expect([name, missing]).toEqual([name, []])
    }
  })

  it('are refused as they are, and with a date that nobody filled in', () => {
    for (const name of Object.keys(TEMPLATES)) {
      expect(problems(read(name), 'fr', NAMED)).toHaveLength(7)
      const dates = filled(read(name)).replace(/^# (until|jusqu’au|tot en met): /m, '$1: ')
      expect(problems(dates, 'fr', NAMED)).toEqual([expect.stringMatching(/n’est pas une date/)])
    }
  })
})

describe('the README of editors', () => {
  const words = (names: NameList, language: EditorLanguage) =>
    Object.entries(names).map(([code, name]) => ({ name: name[language][0], code }))
  const keys = (fields: Fields, language: EditorLanguage): { name: string; code: string }[] => [
    ...words(keyNames(fields), language),
    ...Object.values(fields).flatMap(({ parts }) => keys(parts ?? {}, language)),
  ]
  const values = (fields: Fields, language: EditorLanguage): { name: string; code: string }[] =>
    Object.values(fields).flatMap(({ values: list, parts }) => [
      ...(list && typeof list !== 'string' ? words(list, language) : []),
      ...values(parts ?? {}, language),
    ])

  it.each(['fr', 'nl'] as const)('has every field, value and code in its half in %s', language => {
    const { names, text } = half(language)
    const all = [...keys(FIELDS, language), ...values(FIELDS, language)].filter(({ code }) => code !== 'EUR')
    expect(all.length).toBeGreaterThan(50)
    const unnamed = all.filter(({ name, code }) => !names.has(name) || !text.includes(code))
    expect(unnamed).toEqual([])
  })

  it.each(['fr', 'nl'] as const)('has every topic, competence and commune in its half in %s', language => {
    const { names, text } = half(language)
    const { topics = {}, competences = {}, communes = {} } = NAMED.names ?? {}
    const small = (name: string) => name.slice(0, 1).toLowerCase() + name.slice(1)
    const unnamed = [...words(topics, language), ...words(competences, language)].filter(
      ({ name, code }) => !names.has(small(name)) || !text.includes(`\`${small(name)}\` ${code}`),
    )
    expect(unnamed).toEqual([])
    expect(words(communes, language).filter(({ name, code }) => !text.includes(`${name} ${code}`))).toEqual(
      [],
    )
  })
})
