import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import type { ProblemLanguage } from '../../../src/present/problem/wording.js'

const FIXTURES = 'test/fixtures/updates'
const ANY = {
  agency: BRUSSELS,
  topics: [],
  competences: [],
  communes: [],
  timeZone: 'Europe/Brussels',
  today: '2026-12-01',
}

/** What is said of a file of the fixtures on 1 December 2026, without its name, problems before warnings. */
function said(name: string, language: ProblemLanguage = 'en', known: object = {}): string[] {
  const parsed = parseUpdateFile(readFileSync(`${FIXTURES}/${name}.md`), { ...ANY, ...known, file: 'u.md' })
  const problems = 'problems' in parsed ? parsed.problems : []
  return [...problems, ...parsed.warnings].map(one => formatProblem(one, language).replace('u.md:', ''))
}

describe('a text as an agency writes it', () => {
  it.each(readdirSync(`${FIXTURES}/of-an-agency`))('is taken without a word: %s', file => {
    expect(said(`of-an-agency/${file.replace(/\.md$/, '')}`)).toEqual([])
  })
})

describe('an editor’s remark that is no HTML', () => {
  const refused = (place: string, found: string) =>
    `${place} "${found}" would be sent to every reader: a mail has no comments. Delete it; keep notes for yourselves out of the file, or behind "# " between the two "---".`

  it.each([
    ['reference', [refused('10:1', '[//]: # (à vérifier avant l’envoi)')]],
    ['percent-signs', [refused('10:1', '%% à vérifier avant l’envoi %%')]],
    ['of-a-reviewer', [refused('10:10', '{>>à vérifier<<}'), refused('12:10', '{--trop--}')]],
    ['added-by-a-reviewer', ['10:10 "{++très++}" stands in the mail as it is. Write "très".']],
    ['percentages', []],
  ])('is refused, and no percentage: %s', (name, expected) => {
    expect(said(`remarks/${name}`)).toEqual(expected)
  })
})

describe('a heading of the first level that names its language otherwise', () => {
  it.each([
    [
      'names-of-languages',
      ['7:1 "# Français : Titre de la mesure"', '10:1 "# Nederlands: Titel van de maatregel"'],
    ],
    ['codes-alone', ['7:1 "# FR – Titre de la mesure"', '10:1 "# NL Titel van de maatregel"']],
    [
      'names-of-the-other',
      ['7:1 "# Frans - Titre de la mesure"', '10:1 "#Néerlandais: Titel van de maatregel"'],
    ],
  ])('is shown its form, and nothing else is missed: %s', (name, found) => {
    const [fr, nl] = found
    expect(said(`opened-otherwise/${name}`)).toEqual([
      `${fr} does not begin the French text. Write "# fr: Title".`,
      `${nl} does not begin the Dutch text. Write "# nl: Title".`,
    ])
  })

  it('is none where it is the heading of something else', () => {
    expect(said('opened-otherwise/another-heading')).toEqual([
      '10:1 "# NL-Alert" is a heading of the first level. Write it with ##: one # is for the two languages.',
      '14:1 "# Frans Masereel" is a heading of the first level. Write it with ##: one # is for the two languages.',
    ])
  })
})

describe('one fault', () => {
  it.each([
    [
      'comma-in-an-amount',
      [
        '6:15 "5" is cut off from its value by a comma. Put the value that holds the comma in quotes: "4.000,5".',
      ],
    ],
    [
      'commas-in-a-place',
      [
        '6:17 "rue du Progrès 80, 2e étage" is cut off from its value by a comma. Put the value that holds the comma in quotes: "Salle 3, rue du Progrès 80, 2e étage".',
      ],
    ],
    [
      'year-not-turned',
      [
        '7:8 until 2026-06-30 is past on 2026-12-01: it is over before any edition has told it. Did you mean 2027-06-30?',
      ],
    ],
  ])('is told once, with the value that was meant: %s', (name, expected) => {
    expect(said(`one-fault/${name}`)).toEqual(expected)
  })

  it('is told with the list that was meant', () => {
    expect(said('one-fault/roles-in-a-sentence', 'fr')).toEqual([
      '6:19 concerne.rôles «\u00a0bourgmestre et échevin\u00a0» n’est pas une liste. Écrivez [bourgmestre, échevin].',
    ])
    expect(said('one-fault/one-link', 'fr')[0]).toMatch(/Écrivez \[\{fr: …, nl: …, libellé: …\}\]\.$/)
  })

  it('hides no other one in the list beside it', () => {
    const known = {
      competences: ['finance'],
      communes: ['21001'],
      names: {
        competences: { finance: { fr: ['Finances'], nl: ['Financiën'] } },
        communes: { '21001': { fr: ['Anderlecht'], nl: ['Anderlecht'] } },
      },
    }
    expect(said('one-fault/three-lists', 'nl', known).map(one => one.split(' ')[1])).toEqual([
      'betreft.rollen',
      'betreft.gemeenten',
    ])
  })
})
