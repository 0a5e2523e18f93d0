import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { fieldChanges } from '../../../src/model/updates/field-changes.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import type { Update } from '../../../src/model/updates/update.js'
import { type ParsedUpdate, parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { DUTCH, FRENCH, fieldsWith, parseWord } from '../../support/word-files.js'

const UNLISTED = { agency: BRUSSELS, topics: [], competences: [], communes: [] }
const parsed = (text: string): ParsedUpdate =>
  parseUpdateFile(new TextEncoder().encode(text), { ...UNLISTED, file: 'u.md' })

function file(passOn: string): string {
  return [
    '---\nid: avis\nkind: notice\ntopic: economy\nlevel: region',
    passOn,
    '---\n# fr: Les files\nUn résumé.\n\n# nl: De rijen\nEen samenvatting.\n',
  ].join('\n')
}

function updateOf(result: ParsedUpdate): Update {
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.update
}

const update = (passOn: string) => updateOf(parsed(file(passOn)))

function said(passOn: string): string[] {
  const result = parsed(file(passOn))
  const found = 'problems' in result ? result.problems : result.warnings
  return found.map(problem => formatProblem(problem, 'en'))
}

describe('the text to pass on', () => {
  it('keeps its lines, in both languages, without spaces at their ends or more than one empty line', () => {
    const block =
      'pass_on:\n  fr: |\n    Ouvert dès lundi.  \n\n\n    Questions : 1819\n  nl: |\n    Open vanaf maandag.\n\n    Vragen: 1819'
    expect(update(block).pass_on).toEqual({
      fr: 'Ouvert dès lundi.\n\nQuestions : 1819',
      nl: 'Open vanaf maandag.\n\nVragen: 1819',
    })
  })

  it('leaves an update without one the hash that it had before there was such a key', () => {
    const shipped = readFileSync('updates/prime-energie-compensatoire.md')
    const { update } = parseUpdateFile(shipped, { ...UNLISTED, file: 'prime.md' }) as { update: Update }
    expect(contentHash(update)).toBe('2218934f42732b2bcc44e026d48498e95bcbd468e11b03c439d1c7ed41be862d')
    expect(contentHash(updateOf(parsed(file('pass_on:'))))).toBe(contentHash(updateOf(parsed(file('')))))
  })

  it.each([
    ['pass_on: {fr: "Ouvert."}', ['u.md:6:10 pass_on has no Dutch.']],
    ['pass_on: Ouvert.', ['u.md:6:10']],
    [
      'pass_on: {fr: "Ouvert **lundi**.", nl: "Open maandag."}',
      ['u.md:6:15 pass_on.fr has “**”, which stays as it is where the text is copied.'],
    ],
    [
      'pass_on: {fr: "Voir [ici](https://1819.brussels).", nl: "Zie https://1819.brussels."}',
      ['u.md:6:15 pass_on.fr has “](”'],
    ],
    ['pass_on: {fr: "Ouvert.", nl: "<!-- nog na te kijken --> Open."}', ['u.md:6:30 pass_on.nl has “<!--”']],
    [`pass_on: {fr: "Ouvert.", nl: "${'o'.repeat(701)}"}`, ['u.md:6:30 pass_on.nl has 701 characters.']],
    ['pass_on: {fr: "Ouvert à 9 h.", nl: "Open om 10 uur."}', ['u.md:6:15 "9 h"', 'u.md:6:36 "10 uur"']],
  ])('%j is told with its place', (passOn, messages) => {
    const found = said(passOn)
    expect(found).toHaveLength(messages.length)
    for (const [index, message] of messages.entries()) expect(found[index]).toContain(message)
  })

  it('takes what only looks like markup: a star, a comparison, a hash sign, an address', () => {
    const text = 'Commerçant*es : < 30 minutes, 5 * 3, #bruxelles, https://1819.brussels/a_b__c'
    expect(said(`pass_on:\n  fr: "${text}"\n  nl: "${text}"`)).toEqual([])
  })

  it('is told as a change of its own', () => {
    const [before, after] = [update(''), update('pass_on: {fr: Ouvert., nl: Open.}')]
    expect(fieldChanges(before, after)).toEqual([{ field: 'pass_on', from: null, to: null }])
  })

  it('is the same from Word, a row a language and a line a paragraph', () => {
    const fields = fieldsWith(['pass_on.fr', 'Ouvert lundi.'], ['pass_on.nl', 'Open maandag.'])
    expect(parseWord(fields + FRENCH + DUTCH)).toMatchObject({
      update: { pass_on: { fr: 'Ouvert lundi.', nl: 'Open maandag.' } },
    })
  })
})
