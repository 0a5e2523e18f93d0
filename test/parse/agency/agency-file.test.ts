import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../../src/config.js'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { codeMeant, codeNamed, saidNames } from '../../../src/model/language/names.js'
import { parseAgencyFile } from '../../../src/parse/agency/agency-file.js'
import { roleMeant } from '../../../src/parse/roster/role-meant.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import type { ProblemLanguage } from '../../../src/present/problem/wording.js'

/** The words of the templates: in German they have no region. */
const WORDS: Record<string, Record<string, Record<string, string>>> = {
  fr: { levels: { municipality: 'Commune', region: 'Région' }, competences: { economy: 'Économie' } },
  nl: { levels: { municipality: 'Gemeente', region: 'Gewest' }, competences: { economy: 'Economie' } },
  de: { levels: { municipality: 'Gemeinde' }, competences: { economy: 'Wirtschaft' } },
}
const GERMAN = `languages: [fr, nl, de]
salutations:
  de:
    unknown: "Sehr geehrte Damen und Herren,"
    acting: "amtierende "
    mayor: {woman: "Sehr geehrte Frau {acting}Bürgermeisterin,", man: "Sehr geehrter Herr {acting}Bürgermeister,"}
    alderman: {woman: "Sehr geehrte Frau {acting}Schöffin,", man: "Sehr geehrter Herr {acting}Schöffe,"}
`
const read = (text: string) =>
  parseAgencyFile(Buffer.from(text), 'agency.yaml', language => WORDS[language] ?? null)
const said = (text: string, language: ProblemLanguage = 'en') =>
  read(text).problems.map(problem => formatProblem(problem, language))
function agencyOf(text: string) {
  const { agency, problems } = read(text)
  expect(problems).toEqual([])
  return agency
}

describe('agency.yaml', () => {
  it.each(['# nothing\n', 'levels:\nroles:\ncompetences:\n'])(
    'is Brussels where it says nothing: %j',
    text => {
      expect(agencyOf(text)).toEqual(BRUSSELS)
    },
  )

  it('replaces the levels by its own, in its order, with the names of the templates where it has none', () => {
    const { levels, labels } = agencyOf('levels:\n  province: {fr: Province, nl: Provincie}\n  region:\n')
    expect(Object.keys(levels)).toEqual(['province', 'region'])
    expect(labels).toEqual({
      levels: {
        fr: { province: 'Province', region: 'Région' },
        nl: { province: 'Provincie', region: 'Gewest' },
      },
    })
    expect(
      ['provincie', 'PROVINCE', 'régional', 'gewestelijk', 'federal'].map(one => codeNamed(one, levels)),
    ).toEqual(['province', 'province', 'region', 'region', null])
    expect(codeMeant('provinse', levels)).toBe('province')
    expect(saidNames(Object.keys(levels), levels)).toEqual({
      fr: ['Province', 'Région'],
      nl: ['Provincie', 'Gewest'],
    })
  })

  it('names a code in the languages alone in which the templates don’t', () => {
    const { levels, labels } = agencyOf(`${GERMAN}levels: {municipality: , region: {de: Bundesland}}\n`)
    expect(labels.levels?.de).toEqual({ municipality: 'Gemeinde', region: 'Bundesland' })
    expect(labels.levels?.fr).toEqual({ municipality: 'Commune', region: 'Région' })
    expect(codeNamed('bundesland', levels)).toBe('region')
  })

  it('has the labels of competences and topics of its own', () => {
    const text = 'competences: {sport: {fr: Sport, nl: Sport}}\ntopics: {water: {fr: Eau, nl: Water}}\n'
    expect(agencyOf(text).labels).toEqual({
      competences: { fr: { sport: 'Sport' }, nl: { sport: 'Sport' } },
      topics: { fr: { water: 'Eau' }, nl: { water: 'Water' } },
    })
  })

  it('adds names of offices to those that are known', () => {
    const agency = agencyOf(
      `${GERMAN}roles: {de: {mayor: [Bürgermeister, Bürgermeisterin], alderman: [Schöffe, Schöffin]}, fr: {mayor: [maïeur]}}\n`,
    )
    const meant = (text: string) => roleMeant(text, agency)
    expect(meant('Frau Bürgermeisterin')).toEqual({ role: 'mayor', isActing: false })
    expect(meant('amtierende Schöffin')).toEqual({ role: 'alderman', isActing: true })
    expect(meant('Mme la Bourgmestre f.f.')).toEqual({ role: 'mayor', isActing: true })
    expect(meant('Maïeur')).toEqual({ role: 'mayor', isActing: false })
    expect(meant('Altbürgermeister')).toBeNull()
    expect(meant('Frau')).toBeNull()
    expect(roleMeant('Bürgermeisterin', BRUSSELS)).toBeNull()
    expect(saidNames(['mayor'], agency.roles)).toEqual({ fr: ['maïeur'], nl: ['burgemeester'] })
  })
})

describe('the examples in recipients/agency.yaml', () => {
  it('are taken as they stand, once they are no comments', () => {
    const shipped = readFileSync(join(PROJECT_ROOT, 'recipients/agency.yaml'), 'utf8')
    const text = shipped.replace(/^# (?=[a-z]+:| )/gm, '').replace('[fr, nl]', '[fr, nl, de]')
    const locale = (language: string) =>
      JSON.parse(readFileSync(join(PROJECT_ROOT, `templates/locales/${language}.json`), 'utf8'))
    const { agency, problems } = parseAgencyFile(Buffer.from(text), 'agency.yaml', language =>
      locale(language === 'de' ? 'nl' : language),
    )
    expect(problems).toEqual([])
    expect(Object.keys(agency.levels)).toEqual(['municipality', 'province', 'region', 'federal'])
    expect(agency.labels.competences?.fr).toEqual({ economy: 'Économie', sport: 'Sport' })
    expect(codeNamed('Schöffin', agency.roles)).toBe('alderman')
  })
})

describe('what is wrong in agency.yaml', () => {
  it.each([
    ['level: {}', '1:1 "level" is not a known key. Did you mean levels?'],
    ['levels: {province: {fr: Province}}', '1:10 levels.province has no Dutch. Add "nl: …".'],
    ['competences:\n  economy:\n  sport:\n', '3:3 competences.sport has no French. Add "fr: …".'],
    [
      'competences: {Éducation physique: {fr: A, nl: A}}',
      '1:15 competences "Éducation physique" is not a code. Write it with a-z, 0-9 and hyphens: education-physique.',
    ],
    [
      'competences: {21001: {fr: A, nl: A}}',
      '1:15 competences "21001" is not a code. Write it with a-z, 0-9 and hyphens, a letter first, at most 80.',
    ],
    [
      'levels: {region: , province: {fr: Région, nl: Provincie}}',
      '1:20 levels.province and levels.region are both called "Région". Give each a name of its own.',
    ],
    [
      'competences: {mayor: {fr: Maire, nl: Burgemeester}}',
      '1:15 competences.mayor and roles.mayor are both called "mayor". Give each a name of its own.',
    ],
    ['roles: {fr: {alderman: [maire]}}', '1:8 roles.alderman and roles.mayor are both called "maire". '],
    ['levels: [municipality, region]', '1:9 levels is not a list of codes with their names. '],
    ['levels: {}', '1:9 levels is not a list of codes with their names. '],
    [
      'levels: {region: Région}',
      '1:18 levels.region "Région" is not in two languages. Write {fr: "…", nl: "…"}.',
    ],
    [
      'languages: [nl]\nlevels: {region: Gewest}',
      '2:18 levels.region "Gewest" is not in each language. Write {nl: "…"}.',
    ],
    ['levels:\n  region:\n  region:\n', '3:3 region stands twice. Keep one of them.'],
    ['roles: {fr: {mayor: maire}}', '1:21 roles.fr.mayor "maire" is not a list. '],
    ['roles: {de: {mayor: [Bürgermeister]}}', '1:9 "de" is not a known key. Known here: fr, nl.'],
  ])('is said at its place: %s', (text, expected) => {
    const [first = ''] = said(text)
    expect(first).toMatch(/^agency\.yaml:/)
    expect(first.slice('agency.yaml:'.length)).toContain(expected)
  })

  it('is said once for each language that lacks a name, in the language of the reader', () => {
    expect(said('levels:\n  province:\n', 'fr')).toEqual([
      'agency.yaml:2:3 levels.province manque en français. Ajoutez «\u00a0fr: …\u00a0».',
      'agency.yaml:2:3 levels.province manque en néerlandais. Ajoutez «\u00a0nl: …\u00a0».',
    ])
    expect(said('competences: {"9": {fr: A, nl: A}}', 'nl')).toEqual([
      'agency.yaml:1:15 competences “9” is geen code. Schrijf hem met a-z, 0-9 en koppeltekens, eerst een letter, hoogstens 80.',
    ])
  })

  it('leaves the agency Brussels', () => {
    expect(read('levels: {}\nroles: {fr: {mayor: [maïeur]}}').agency).toEqual(BRUSSELS)
  })
})
