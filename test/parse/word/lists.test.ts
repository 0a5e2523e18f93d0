import { describe, expect, it } from '@jest/globals'
import { strToU8, unzipSync, zipSync } from 'fflate'
import { markdownToHtml, markdownToText } from '../../../src/mjml/markdown.js'
import { inFormat } from '../../../src/parse/word/numbering.js'
import { packWordFile } from '../../../src/present/word/word-template.js'
import {
  bodyOf,
  DUTCH,
  deleted,
  FIELDS,
  FRENCH,
  heading,
  paragraph,
  run,
  say,
  style,
} from '../../support/word-files.js'

type Level = { format?: string; text?: string; start?: number; more?: string }
const level = ({ format = 'decimal', text, start = 1, more = '' }: Level, at: number) =>
  `<w:lvl w:ilvl="${at}"><w:start w:val="${start}"/><w:numFmt w:val="${format}"/>${more}<w:lvlText w:val="${text ?? `%${at + 1}.`}"/></w:lvl>`
const abstract = (id: number, ...levels: Level[]) =>
  `<w:abstractNum w:abstractNumId="${id}">${levels.map(level).join('')}</w:abstractNum>`
const list = (id: number, abstract: number, override = '') =>
  `<w:num w:numId="${id}"><w:abstractNumId w:val="${abstract}"/>${override}</w:num>`
const restarts = (at: number, from: number) =>
  `<w:lvlOverride w:ilvl="${at}"><w:startOverride w:val="${from}"/></w:lvlOverride>`

const item = (id: number, at: number, text: string) =>
  paragraph(run(text), `<w:numPr><w:ilvl w:val="${at}"/><w:numId w:val="${id}"/></w:numPr>`)

/** The French text of a Word file with these lists. */
function bodyWith(numbering: string, inner: string): string {
  const parts = unzipSync(packWordFile(`${FIELDS}${FRENCH}${inner}${DUTCH}`))
  const text = `<w:numbering xmlns:w="w">${numbering}</w:numbering>`
  return bodyOf(zipSync({ ...parts, 'word/numbering.xml': strToU8(text) }))
}

const NUMBERS = abstract(0, {}, { format: 'lowerLetter', text: '%2)' })

describe('a numbered list in Word', () => {
  it('goes on after a paragraph, as Word shows it', () => {
    const text =
      item(1, 0, 'Demande') + item(1, 0, 'Bilan') + say('Le guichet vérifie.') + item(1, 0, 'Signature')
    const body = bodyWith(NUMBERS + list(1, 0), text)
    expect(body).toBe('1. Demande\n2. Bilan\n\nLe guichet vérifie.\n\n3. Signature')
    expect(markdownToHtml(body, 'fr')).toContain('<ol start="3"')
    expect(markdownToText(body, 'fr')).toMatch(/^\s*3\. Signature/m)
  })

  it('goes on after a table and in another list of the same kind, unless that one begins anew', () => {
    const shared = NUMBERS + list(1, 0) + list(2, 0) + list(3, 0, restarts(0, 7))
    const text =
      item(1, 0, 'un') + say('…') + item(2, 0, 'deux') + say('…') + item(3, 0, 'sept') + item(3, 0, 'huit')
    expect(bodyWith(shared, text)).toBe('1. un\n\n…\n\n2. deux\n\n…\n\n7. sept\n8. huit')
  })

  it('begins where it begins, and anew beside another list', () => {
    const lists = abstract(0, { start: 3 }) + abstract(1, {}) + list(1, 0) + list(2, 1)
    const text = item(1, 0, 'trois') + item(1, 0, 'quatre') + item(2, 0, 'un') + item(2, 0, 'deux')
    const body = bodyWith(lists, text)
    expect(body).toBe('3. trois\n4. quatre\n1) un\n2) deux')
    expect(markdownToText(body, 'fr').replace(/\s+/g, ' ')).toBe('3. trois 4. quatre 1. un 2. deux')
  })

  it('counts from its start in each language, where one list runs through both', () => {
    const parts = `${FIELDS}${FRENCH}${item(1, 0, 'un')}${heading('nl: Maskers')}${say('Samenvatting.')}${item(1, 0, 'een')}`
    expect(bodyOf(packWordFile(parts), 'nl')).toBe('- een')
    const numbers = parts.replaceAll('<w:numId w:val="1"/>', '<w:numId w:val="2"/>')
    expect(bodyOf(packWordFile(numbers), 'nl')).toBe('1. een')
  })

  it('does not count a paragraph that was deleted, and counts an empty one', () => {
    const gone = paragraph(
      deleted('deux'),
      '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del w:id="9" w:author="A"/></w:rPr>',
    )
    const numbers = NUMBERS + list(1, 0)
    expect(bodyWith(numbers, item(1, 0, 'un') + gone + item(1, 0, 'trois'))).toBe('1. un\n2. trois')
    expect(bodyWith(numbers, item(1, 0, 'un') + item(1, 0, '') + item(1, 0, 'trois'))).toBe('1. un\n3) trois')
  })

  it('keeps letters, Roman numbers and words as they stand', () => {
    const lists =
      abstract(0, { format: 'lowerLetter', text: '%1)' }) +
      abstract(1, { format: 'upperRoman', text: 'Article %1' }) +
      abstract(2, { format: 'decimalZero' }) +
      list(1, 0) +
      list(2, 1) +
      list(3, 2)
    const letters = bodyWith(
      lists,
      item(1, 0, 'les commerces') + item(1, 0, 'les ateliers') + say('Le point b).'),
    )
    expect(letters).toBe('a) les commerces\\\nb) les ateliers\n\nLe point b).')
    expect(markdownToText(letters, 'fr')).toBe('a) les commerces\nb) les ateliers\n\nLe point b).')
    expect(bodyWith(lists, item(2, 0, 'Objet') + item(2, 0, 'Durée'))).toBe(
      'Article I Objet\\\nArticle II Durée',
    )
    expect(bodyWith(lists, item(3, 0, 'x'))).toBe('01\\. x')
  })

  it('keeps what is inside an item inside it', () => {
    const lists =
      NUMBERS +
      abstract(1, { format: 'bullet', text: '•' }, { format: 'bullet', text: 'o' }) +
      list(1, 0) +
      list(2, 1)
    const mixed = bodyWith(
      lists,
      item(1, 0, 'Demande') +
        item(1, 1, 'en ligne') +
        item(1, 1, 'au guichet') +
        item(1, 0, 'Bilan') +
        item(2, 1, 'complet') +
        item(1, 0, 'Signature'),
    )
    expect(mixed).toBe(
      '1. Demande\\\n   a) en ligne\\\n   b) au guichet\n2. Bilan\n   - complet\n3. Signature',
    )
    expect(markdownToHtml(mixed, 'fr').match(/<(?:ol|ul|li|br)/g)).toEqual([
      '<ol',
      '<li',
      '<br',
      '<br',
      '<li',
      '<ul',
      '<li',
      '<li',
    ])
  })

  it('writes out the numbers of several levels, and begins a deeper one anew', () => {
    const outline =
      abstract(0, {}, { text: '%1.%2' }, { text: '%1.%2.%3', format: 'lowerRoman' }) + list(1, 0)
    const body = bodyWith(
      outline,
      item(1, 0, 'A') +
        item(1, 1, 'B') +
        item(1, 2, 'C') +
        item(1, 1, 'D') +
        item(1, 0, 'E') +
        item(1, 1, 'F'),
    )
    expect(body).toBe('1. A\\\n   1.1 B\\\n   1.1.i C\\\n   1.2 D\n2. E\\\n   2.1 F')
  })

  it('keeps the number of a heading, and leaves the titles of the languages alone', () => {
    const numbered = paragraph(
      run('Contexte'),
      `${style('Heading2')}<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`,
    )
    expect(bodyWith(NUMBERS + list(1, 0), numbered + numbered)).toBe('## 1. Contexte\n\n## 2. Contexte')
  })

  it('keeps a bullet that says yes or no, and turns any other into a bullet', () => {
    const sign = (character: string) => ({ format: 'bullet', text: character, more: '' })
    const font = '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'
    const lists = [abstract(0, sign('\uf0fc')), abstract(1, sign('\uf0fb')), abstract(2, sign('\uf0b7'))]
      .map(one => one.replace('</w:lvl>', `${font}</w:lvl>`))
      .concat(list(1, 0), list(2, 1), list(3, 2))
      .join('')
    expect(bodyWith(lists, item(1, 0, 'oui') + item(2, 0, 'non') + item(3, 0, 'point'))).toBe(
      '✓ oui\\\n✗ non\n- point',
    )
  })

  it('takes the list of a style, and the level that a list has for it', () => {
    expect(
      bodyOf(
        packWordFile(
          `${FIELDS}${FRENCH}${paragraph(run('un'), style('ListNumber'))}${paragraph(run('deux'), style('ListNumber'))}${DUTCH}`,
        ),
      ),
    ).toBe('1. un\n2. deux')
  })

  it('counts as Word does in each format', () => {
    const formats = ['lowerLetter', 'upperLetter', 'lowerRoman', 'upperRoman', 'decimalZero', 'ordinal']
    expect(formats.map(format => [1, 4, 27].map(number => inFormat(number, format)))).toEqual([
      ['a', 'd', 'aa'],
      ['A', 'D', 'AA'],
      ['i', 'iv', 'xxvii'],
      ['I', 'IV', 'XXVII'],
      ['01', '04', '27'],
      ['1', '4', '27'],
    ])
  })
})
