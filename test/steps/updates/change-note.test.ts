import { describe, expect, it } from '@jest/globals'
import type { CarriedUpdate } from '../../../src/model/editions/compose.js'
import { contentHash } from '../../../src/model/updates/hash.js'
import type { ParsedUpdate } from '../../../src/parse/update/update-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import type { ProblemLanguage } from '../../../src/present/problem/wording.js'
import { checkChanges } from '../../../src/steps/updates/check-changes.js'
import { NAMED, parse } from '../../support/update-files.js'
import { parseWord, row, say, table } from '../../support/word-files.js'

const BODY = '\n---\n# fr: Titre\nRésumé.\n\n# nl: Titel\nSamenvatting.\n'
const written = (...lines: string[]) => parse(`---\nid: x\n${lines.join('\n')}${BODY}`, NAMED)
const good = (parsed: ParsedUpdate) => {
  if ('problems' in parsed) throw new Error(parsed.problems.map(one => formatProblem(one, 'en')).join('\n'))
  return parsed
}

/** What is said of a file whose update an edition has carried as `before`. */
function said(before: ParsedUpdate, after: ParsedUpdate, language: ProblemLanguage, file = 'x.md'): string[] {
  const { update, warnings, changeField } = good(after)
  const carried = new Map([
    ['x', { update: good(before).update, hash: contentHash(good(before).update) } as CarriedUpdate],
  ])
  const found = { file, update, hash: contentHash(update), warnings, changeField }
  return checkChanges({ updates: [found], problems: [] }, carried).problems.map(one =>
    formatProblem(one, language),
  )
}

describe('a change of what an edition has carried', () => {
  const codes = written('kind: support', 'topic: mobility', 'level: region')
  const note = 'changement: {fr: "Délai prolongé", nl: "Termijn verlengd"}'

  it('is none when fields and values get other names', () => {
    expect(said(codes, written('type: aide', 'onderwerp: Mobiliteit', 'niveau: Région'), 'en')).toEqual([])
  })

  it('without a note names the field that is missing in the reader’s language, or as a code where the file has codes', () => {
    const french = written('type: avis', 'thème: mobilité', 'niveau: Région')
    expect(said(codes, french, 'fr')).toEqual([
      'x.md:1:1 Une édition a déjà repris une version antérieure de « x », et celle-ci ne dit pas ce qui a changé. Ajoutez : changement: {fr: "…", nl: "…"} avec une phrase pour les lecteurs.',
    ])
    expect(said(codes, french, 'nl')).toEqual([
      'x.md:1:1 Een editie bevatte al een vorige versie van “x”, en deze versie zegt niet wat er gewijzigd is. Voeg toe: wijziging: {fr: "…", nl: "…"} met één zin voor de lezers.',
    ])
    expect(said(codes, written('kind: notice', 'topic: mobility', 'level: region'), 'fr')[0]).toContain(
      'Ajoutez : change: {fr',
    )
  })

  it('with an old note names the line of the note, and the field as the editor wrote it', () => {
    const before = written('type: aide', 'thème: mobilité', 'niveau: Région', note)
    const after = written('type: avis', 'thème: mobilité', 'niveau: Région', note)
    expect(said(before, after, 'fr')).toEqual([
      'x.md:6:1 « x » a encore changé, mais son champ « changement » est celui qu’une édition a déjà repris. Écrivez dans « changement » ce qui est nouveau cette fois, dans les deux langues.',
    ])
  })

  it('in a Word file names the rows', () => {
    const rows = [
      ['Id', 'x'],
      ['Type / Soort', 'Avis'],
      ['Thème / Onderwerp', 'Mobilité'],
      ['Niveau / Niveau', 'Région'],
    ]
    const heading = (text: string) =>
      `<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>${text}</w:t></w:r></w:p>`
    const content = `${table(...rows.map(cells => row(...cells.map(say))))}${heading('fr: Titre')}${say('Résumé.')}${heading('nl: Titel')}${say('Samenvatting.')}`
    expect(said(codes, parseWord(content, {}, NAMED), 'fr', 'x.docx')).toEqual([
      'x.docx:1:1 Une édition a déjà repris une version antérieure de «\u00a0x\u00a0», et celle-ci ne dit pas ce qui a changé. Complétez les lignes changement.fr, changement.nl avec une phrase pour les lecteurs.',
    ])
  })
})
