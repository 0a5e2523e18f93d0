import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import type { ProblemLanguage } from '../../../src/present/problem/wording.js'

const FIXTURES = 'test/fixtures/updates'
const KNOWN = { agency: BRUSSELS, topics: [], competences: [], communes: [], timeZone: 'Europe/Brussels' }

/** What is said of a file of the fixtures on 1 December 2026, problems before warnings. */
function said(name: string, language: ProblemLanguage = 'en', today = '2026-12-01'): string[] {
  return saidOf(readFileSync(`${FIXTURES}/${name}.md`), language, today)
}

function saidOf(bytes: Uint8Array, language: ProblemLanguage, today: string): string[] {
  const parsed = parseUpdateFile(bytes, { ...KNOWN, file: 'u.md', today })
  const problems = 'problems' in parsed ? parsed.problems : []
  return [
    ...problems.map(one => `refused ${formatProblem(one, language)}`),
    ...parsed.warnings.map(one => formatProblem(one, language)),
  ]
}

describe('a value that a # cuts', () => {
  it.each([
    [
      'authority',
      'u.md:7:7 authority.fr is read as "Service" only: "#1 de la Région" is left out. Put it in quotes: "Service #1 de la Région". A remark of yours stands on a line of its own.',
      'u.md:8:7 authority.nl is read as "Dienst" only: "#1 van het Gewest" is left out. Put it in quotes: "Dienst #1 van het Gewest". A remark of yours stands on a line of its own.',
    ],
    [
      'place',
      'u.md:10:9 event.place.fr is read as "Maison communale, salle" only: "#3" is left out. Put it in quotes: "Maison communale, salle #3". A remark of yours stands on a line of its own.',
      'u.md:11:9 event.place.nl is read as "Gemeentehuis, zaal" only: "#3" is left out. Put it in quotes: "Gemeentehuis, zaal #3". A remark of yours stands on a line of its own.',
    ],
    [
      'quoted-label',
      'u.md:10:11 links.label.fr is read as "Guichet" only: "#2, rue Neuve" is left out. Put it in quotes: "Guichet #2, rue Neuve". A remark of yours stands on a line of its own.',
      'u.md:11:11 links.label.nl is read as "Loket" only: "#2, Nieuwstraat" is left out. Put it in quotes: "Loket #2, Nieuwstraat". A remark of yours stands on a line of its own.',
    ],
    [
      'change',
      'u.md:7:7 change.fr is read as "La mesure n° 1" only: "#1 devient la mesure no 2" is left out. Put it in quotes: "La mesure n° 1 #1 devient la mesure no 2". A remark of yours stands on a line of its own.',
      'u.md:8:7 change.nl is read as "Maatregel" only: "#1 wordt maatregel 2" is left out. Put it in quotes: "Maatregel #1 wordt maatregel 2". A remark of yours stands on a line of its own.',
    ],
    [
      'nothing-left',
      'refused u.md:7:3 authority.fr is empty, for all that follows "#" is left out. Put it in quotes: "#Bruxelles2030".',
    ],
    [
      'in-brackets',
      'refused u.md:6:25 All that follows "#" on this line is left out: "#1 de la Région, nl: Dienst #1 van het Gewest}". Put the value that holds "#" in quotes: "…".',
    ],
  ])('is said, with the value in quotes: %s', (name, ...expected) => {
    expect(said(`cut-by-a-hash/${name}`)).toEqual(expected)
  })

  it('is no remark of the editor’s, which has two blanks before its # and one after it', () => {
    expect(said('cut-by-a-hash/a-remark')).toEqual([])
  })

  it.each([
    ['@commune', 'A value can\'t begin with @ and go on like this. Put it in quotes (fr: "@commune").'],
    [
      '"Prime" unique',
      `A value can't begin with " and go on like this. Put it in quotes (fr: '"Prime" unique').`,
    ],
    [
      '*Prime* unique',
      'A value can\'t begin with * and go on like this. Put it in quotes (fr: "*Prime* unique").',
    ],
    ['> 500 €', 'A value can\'t begin with > and go on like this. Put it in quotes (fr: "> 500 €").'],
    ["'t Vooruit", "A value can't begin with ' and go on like this. Put it in quotes (fr: \"'t Vooruit\")."],
    ['%50', 'A value can\'t begin with % and go on like this. Put it in quotes (fr: "%50").'],
  ])('begins with a sign of YAML’s: %s', (value, expected) => {
    const text = `---\nid: a\nkind: notice\ntopic: economy\nlevel: region\nauthority:\n  fr: ${value}\n  nl: x\n---\n# fr: T\nA.\n\n# nl: T\nB.\n`
    expect(saidOf(Buffer.from(text), 'en', '2026-12-01')).toEqual([`refused u.md:7:7 ${expected}`])
  })

  it('is cut by a comma in brackets', () => {
    const text =
      '---\nid: a\nkind: notice\ntopic: economy\nlevel: region\nauthority: {fr: Travaux, rue Neuve, nl: Werken}\n---\n# fr: T\nA.\n\n# nl: T\nB.\n'
    expect(saidOf(Buffer.from(text), 'en', '2026-12-01')).toEqual([
      'refused u.md:6:17 "rue Neuve" is cut off from its value by a comma. Put the value that holds the comma in quotes: "Travaux, rue Neuve".',
    ])
  })
})

describe('a text in another language', () => {
  it.each([
    ['same-text', ['u.md:10:1 The text is the same in French and in Dutch. Translate one of the two.']],
    ['swapped', ['u.md:7:1 The text: the Dutch stands under fr, the French under nl. Swap the two.']],
    [
      'authority-swapped',
      ['u.md:6:12 authority: the Dutch stands under fr, the French under nl. Swap the two.'],
    ],
    ['titles-swapped', ['u.md:7:1 The title: the Dutch stands under fr, the French under nl. Swap the two.']],
    [
      'one-paragraph',
      ['u.md:15:1 In the Dutch text, this paragraph seems to be in French. Check that it is in Dutch.'],
    ],
    [
      'in-english',
      ['u.md:7:1 In the French text, the text seems to be in English. Check that it is in French.'],
    ],
    ['names-and-numbers', []],
  ])('is said: %s', (name, expected) => {
    expect(said(`other-language/${name}`)).toEqual(expected)
  })
})

describe('a date that is hardly meant', () => {
  it.each([
    [
      'until-last-year',
      'u.md:6:8 until 2025-12-31 is past on 2026-12-01: it is over before any edition has told it. Did you mean 2026-12-31?',
    ],
    [
      'deadline-last-year',
      'u.md:6:11 deadline 2025-12-15 is past on 2026-12-01, before any edition has told it. Did you mean 2026-12-15?',
    ],
    [
      'year-turned',
      'u.md:6:7 from 2062-01-15 is far from 2026-12-01. Check the year. Did you mean 2027-01-15?',
    ],
    [
      'event-over',
      'u.md:6:39 event.end 2026-11-20T21:00 is past on 2026-12-01: it is over before any edition has told it. Correct the date, or take the file out of the folder.',
    ],
    [
      'turn-of-the-year',
      'u.md:6:7 from 2026-01-15 is far from 2026-12-01. Check the year. Did you mean 2027-01-15?',
    ],
    [
      'event-in-2036',
      'u.md:6:16 event.start 2036-12-10T19:00 is far from 2026-12-01. Check the year. Did you mean 2026-12-10T19:00?',
    ],
  ])('is said: %s', (name, expected) => {
    expect(said(`dates-hardly-meant/${name}`)).toEqual([expected])
  })

  it('is none where the day of today is not known, and none a year before', () => {
    expect(said('dates-hardly-meant/until-last-year', 'en', '2025-12-01')).toEqual([])
  })
})

describe('the times of an event', () => {
  it.each([
    [
      'no-length',
      'refused u.md:6:39 event.end 2026-12-08T14:00 is when the event begins. Write when it ends, or remove event.end.',
    ],
    [
      'skipped-hour',
      'refused u.md:6:16 event.start 2027-03-28T02:30 does not exist: the clocks go forward that night. Write 2027-03-28T03:30.',
    ],
    [
      'ends-after-midnight',
      'refused u.md:6:39 event.end 2026-12-11T01:00 is before the event begins. It ends after midnight? Write 2026-12-12T01:00.',
    ],
    [
      'hour-that-comes-twice',
      'u.md:6:16 event.start 2027-10-31T02:30 exists twice, for the clocks go back that night; the first is taken (UTC+02:00). If the second is meant (UTC+01:00), say so in the text, or choose another hour.',
    ],
    [
      'ends-before',
      'refused u.md:6:39 event.end 2026-12-11T13:00 is before event.start 2026-12-11T14:00. Correct one of the two.',
    ],
  ])('are wrong: %s', (name, expected) => {
    expect(said(`event-times/${name}`)).toEqual([expected])
  })

  it('go on after midnight', () => {
    expect(said('event-times/past-midnight')).toEqual([])
  })
})

describe('figures that say the same', () => {
  it.each(['range-of-hours', 'phone-and-days', 'millions'])('are not warned of: %s', name => {
    expect(said(`same-figures/${name}`)).toEqual([])
  })

  it('are told from others', () => {
    expect(said('same-figures/other-hours')).toEqual([
      'u.md:8:31 "17 h" stands in the French text only. Check the Dutch text.',
      'u.md:11:36 "18 uur" stands in the Dutch text only. Check the French text.',
    ])
  })
})

/** The texts of this project, at the day for which each was written. */
describe('texts that mean what they say', () => {
  it.each([
    ['updates', '2023-05-01'],
    ['examples/2020-W18', '2020-04-29'],
  ])('are not warned of: %s', (folder, today) => {
    const files = readdirSync(folder).filter(name => /^[a-z].*\.md$/.test(name))
    expect(files.length).toBeGreaterThan(3)
    for (const name of files)
      expect([name, ...saidOf(readFileSync(`${folder}/${name}`), 'fr', today)]).toEqual([name])
  })
})
