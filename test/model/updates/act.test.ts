import { readFileSync } from 'node:fs'
import { describe, expect, it } from '@jest/globals'
import { BRUSSELS } from '../../../src/model/agency/agency.js'
import { fieldChanges } from '../../../src/model/updates/field-changes.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import type { Update } from '../../../src/model/updates/update.js'
import { parseUpdateFile } from '../../../src/parse/update/update-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { DUTCH, FRENCH, fieldsWith, paragraph, parseWord, row, run, say } from '../../support/word-files.js'

const UNLISTED = { agency: BRUSSELS, topics: [], competences: [], communes: [] }
const ELI = 'https://www.ejustice.just.fgov.be/eli'
const ACT = {
  fr: `${ELI}/arrete/2020/03/23/2020030347/justel`,
  nl: `${ELI}/besluit/2020/03/23/2020030347/justel`,
  title: { fr: 'Arrêté ministériel du 23 mars 2020', nl: 'Ministerieel besluit van 23 maart 2020' },
}
const titles = 'title: {fr: "Arrêté du 23 mars 2020", nl: "Besluit van 23 maart 2020"}'

function parsed(act: string) {
  const keys = `---\nid: avis\nkind: notice\ntopic: economy\nlevel: region\n${act}\n---\n`
  const text = `${keys}# fr: Les files\nUn résumé.\n\n# nl: De rijen\nEen samenvatting.\n`
  return parseUpdateFile(new TextEncoder().encode(text), { ...UNLISTED, file: 'u.md' })
}

function update(act: string): Update {
  const result = parsed(act)
  if ('problems' in result) throw new Error(JSON.stringify(result.problems))
  return result.update
}

function said(act: string): string[] {
  const result = parsed(act)
  const found = 'problems' in result ? result.problems : result.warnings
  return found.map(problem => formatProblem(problem, 'en'))
}

const written = (key: string, title: string) =>
  `${key}: {fr: "${ACT.fr}", nl: "${ACT.nl}", ${title}: {fr: "${ACT.title.fr}", nl: "${ACT.title.nl}"}}`

describe('the legal act of an update', () => {
  it.each([
    ...['act', 'acte', 'Acte légal', 'base légale', 'texte légal'].map(key => [key, 'titre']),
    ...['akte', 'Rechtsgrond', 'wettekst', 'wettelijke basis'].map(key => [key, 'titel']),
  ] as [string, string][])('is a page a language and a title, under the name %s', (key, title) => {
    expect(update(written(key, title)).act).toEqual(ACT)
    expect(said(written(key, title))).toEqual([])
  })

  it('leaves an update without one the hash that it had before there was such a key', () => {
    const shipped = readFileSync('updates/prime-energie-compensatoire.md')
    const { update: prime } = parseUpdateFile(shipped, { ...UNLISTED, file: 'prime.md' }) as {
      update: Update
    }
    expect(contentHash(prime)).toBe('2218934f42732b2bcc44e026d48498e95bcbd468e11b03c439d1c7ed41be862d')
    expect(contentHash(update('act:'))).toBe(contentHash(update('')))
  })

  it.each([
    [`act: {fr: "${ACT.fr}", ${titles}}`, ['u.md:6:6 act.nl is missing.']],
    [`act: {fr: "${ACT.fr}", nl: "${ACT.nl}"}`, ['u.md:6:6 act.title is missing.']],
    [`act: ${ACT.fr}`, ['u.md:6:6 act "https://www']],
    [
      `act: {fr: "mailto:a@b.example", nl: "${ACT.nl}", ${titles}}`,
      ['u.md:6:11 act.fr "mailto:a@b.example"'],
    ],
    [`act: {fr: "a@b.example", nl: "${ACT.nl}", ${titles}}`, ['Write https://…, as https://www.ejustice']],
    [`act: {fr: "http://b.example/eli", nl: "${ACT.nl}", ${titles}}`, ['Write it as https://b.example/eli.']],
    [`act: {fr: "${ACT.fr}.", nl: "${ACT.nl}", ${titles}}`, ['ends with ".", a mark of the sentence.']],
    [
      `act: {fr: "https://e–justice.example/a", nl: "${ACT.nl}", ${titles}}`,
      ['https://e-justice.example/a.'],
    ],
    [
      `act: {fr: "${ACT.fr}", nl: "${ACT.nl}", title: {fr: "**Arrêté** 1", nl: "Besluit 1"}}`,
      ['act.title.fr'],
    ],
    [
      `act: {fr: "${ACT.fr}", nl: "${ACT.nl}", title: {fr: "Besluit van de regering", nl: "Arrêté du gouvernement"}}`,
      ['act.title'],
    ],
  ])('%s is told with its place', (act, messages) => {
    const found = said(act)
    expect(found).toHaveLength(messages.length)
    for (const [index, message] of messages.entries()) expect(found[index]).toContain(message)
  })

  it('is told as changed by its title, and by the fact alone where only its address is another', () => {
    const [none, act] = [update(''), update(written('act', 'title'))]
    const moved: Update = { ...act, act: { ...ACT, fr: `${ELI}/loi/2020/05/08/2020010558/justel` } }
    const other = { fr: 'Loi du 8 mai 2020', nl: 'Wet van 8 mei 2020' }
    const replaced: Update = { ...moved, act: { ...ACT, title: other } }
    expect(fieldChanges(none, act)).toEqual([{ field: 'act', from: null, to: ACT.title }])
    expect(fieldChanges(act, none)).toEqual([{ field: 'act', from: ACT.title, to: null }])
    expect(fieldChanges(act, replaced)).toEqual([{ field: 'act', from: ACT.title, to: other }])
    expect(fieldChanges(act, moved)).toEqual([{ field: 'act', from: null, to: null }])
    expect(fieldChanges(act, update(written('akte', 'titel')))).toEqual([])
  })

  it('is the same from Word, also where a cell holds a link with other words', () => {
    const link = paragraph(`<w:hyperlink r:id="rId8">${run('Moniteur')}</w:hyperlink>`)
    const rows = fieldsWith(
      ['Base légale (nl) / Rechtsgrond (nl)', ACT.nl],
      ['Base légale : titre (fr)', ACT.title.fr],
      ['Rechtsgrond: titel (nl)', ACT.title.nl],
    ).replace('</w:tbl>', `${row(say('act.fr'), link)}</w:tbl>`)
    expect(parseWord(rows + FRENCH + DUTCH, { rId8: ACT.fr })).toMatchObject({ update: { act: ACT } })
  })

  it('does not claim a title that stands among the keys: that one is of the text', () => {
    for (const key of ['titre', 'titel', 'title'])
      expect(said(`${key}: Les files`)[0]).not.toContain('act.title')
  })
})
