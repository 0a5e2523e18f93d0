import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { strToU8, zipSync } from 'fflate'
import { readUpdatesFolder } from '../../../src/files/updates-folder.js'
import { markdownToHtml } from '../../../src/mjml/markdown.js'
import { readOdtFile } from '../../../src/parse/word/odt-file.js'
import { formatProblem } from '../../../src/present/problem/texts.js'
import { KNOWN } from '../../support/update-files.js'
import { bodyOf, wordProblems, wordWarnings } from '../../support/word-files.js'

const NAMESPACES = ['office', 'style', 'text', 'table', 'draw', 'fo', 'xlink', 'loext', 'dc']
  .map(prefix => `xmlns:${prefix}="${prefix}"`)
  .join(' ')
const row = (...cells: string[]) =>
  `<table:table-row>${cells.map(cell => `<table:table-cell><text:p>${cell}</text:p></table:table-cell>`).join('')}</table:table-row>`
const FIELDS = [
  ['Champ / Veld', 'Valeur'],
  ['id', 'masques'],
  ['kind', 'notice'],
  ['topic', 'health'],
  ['level', 'federal'],
]
  .map(cells => row(...cells))
  .join('')
const FRENCH = '<text:h text:outline-level="1">fr: Masques</text:h><text:p>Résumé.</text:p>'
const DUTCH = '<text:h text:outline-level="1">nl: Maskers</text:h><text:p>Samenvatting.</text:p>'

const content = (french: string, styles = '') =>
  `<office:document ${NAMESPACES}><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:text><table:table>${FIELDS}</table:table>${FRENCH}${french}${DUTCH}</office:text></office:body></office:document>`
const flat = (french: string, styles = '') => strToU8(`<?xml version="1.0"?>\n${content(french, styles)}`)
const packed = (parts: Record<string, string>) =>
  zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.text'), { level: 0 }],
    ...Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])),
  })

const style = (name: string, properties: string) =>
  `<style:style style:name="${name}" style:family="text"><style:text-properties ${properties}/></style:style>`
const span = (name: string, text: string) => `<text:span text:style-name="${name}">${text}</text:span>`
const p = (inner: string) => `<text:p>${inner}</text:p>`
const said = (french: string, styles = '') => bodyOf(flat(french, styles))
const named = (french: string, styles = '') => {
  const bytes = flat(french, styles)
  return [...wordProblems(bytes), ...wordWarnings(bytes)]
}

const level = (at: number, format: string, more = '') =>
  `<text:list-level-style-number text:level="${at}" style:num-format="${format}" ${more}/>`
const NUMBERS = `<text:list-style style:name="L1">${level(1, '1', 'style:num-suffix="."')}${level(2, 'a', 'style:num-suffix=")"')}</text:list-style>`
const item = (inner: string, more = '') => `<text:list-item ${more}>${inner}</text:list-item>`
const list = (inner: string, more = '') => `<text:list text:style-name="L1" ${more}>${inner}</text:list>`

describe('an OpenDocument text', () => {
  it('is read packed and flat, the same', () => {
    const french = p(`${span('T1', 'gras')} et ${span('T2', 'penché')}`)
    const styles = style('T1', 'fo:font-weight="bold"') + style('T2', 'fo:font-style="italic"')
    expect(said(french, styles)).toBe('**gras** et *penché*')
    expect(bodyOf(packed({ 'content.xml': content(french, styles) }))).toBe('**gras** et *penché*')
  })

  it('treats white space as the format does, and keeps the spaces that are written out', () => {
    expect(said(p('  un \n\t deux<text:s text:c="2"/><text:tab/>trois <text:span> quatre</text:span>'))).toBe(
      'un deux   trois quatre',
    )
    expect(said(p('une<text:line-break/>adresse'))).toBe('une\\\nadresse')
  })

  it('counts its lists: from a start, on after a paragraph, and letters as letters', () => {
    const first = list(item(p('un')) + item(p('deux') + list(item(p('x')) + item(p('y')))), 'xml:id="a"')
    expect(said(first + p('…') + list(item(p('trois')), 'text:continue-list="a"'), NUMBERS)).toBe(
      '1. un\n2. deux\\\n   a) x\\\n   b) y\n\n…\n\n3. trois',
    )
    const onward = list(item(p('un'))) + p('…') + list(item(p('deux')), 'text:continue-numbering="true"')
    expect(said(onward, NUMBERS)).toBe('1. un\n\n…\n\n2. deux')
    expect(said(list(item(p('sept'), 'text:start-value="7"') + item(p('huit'))), NUMBERS)).toBe(
      '7. sept\n8. huit',
    )
    expect(said(list(item(p('un'))) + list(item(p('un'))), NUMBERS)).toBe('1. un\n1) un')
  })

  it('writes out the numbers of several levels, as LibreOffice says them or as they are made', () => {
    const own = `<text:list-style style:name="L1">${level(1, '1')}${level(2, '1', 'loext:num-list-format="%1%.%2%"')}</text:list-style>`
    const made = `<text:list-style style:name="L1">${level(1, '1')}${level(2, '1', 'text:display-levels="2"')}</text:list-style>`
    const nested = list(item(p('A') + list(item(p('B')))))
    for (const styles of [own, made]) expect(said(nested, styles)).toBe('1 A\\\n1.1 B')
  })

  it('keeps the meaning of raised text, and refuses or names what can’t be sent', () => {
    const styles = [
      style('T1', 'style:text-position="super 58%"'),
      style('T2', 'style:text-position="-33% 58%"'),
      style('T3', 'style:text-line-through-style="solid"'),
      style('T4', 'text:display="none"'),
    ].join('')
    expect(said(p(`4.000${span('T1', '1')} CO${span('T2', '2')}`), styles)).toBe('4.000¹ CO₂')
    expect(named(p(span('T3', 'non')), styles)[0]).toMatch(/^paragraph 3: Text is struck/)
    expect(named(p(`vu ${span('T4', 'secret')}`), styles)[0]).toMatch(/^paragraph 3: Hidden text/)
    expect(named(`<text:section text:display="none">${p('x')}</text:section>`)[0]).toMatch(
      /^paragraph 3: Hidden text/,
    )
    expect(named(p('<text:date>1/12/2026</text:date>'))[0]).toMatch(/^paragraph 3: A date or page number/)
    expect(said(p('<text:date text:fixed="true">mardi</text:date>'))).toBe('mardi')
    expect(named(p('<text:date text:fixed="true">mardi</text:date>'))).toEqual([])
    expect(named(p('<text:database-display>Nom</text:database-display>'))[0]).toMatch(/mail merge/)
    expect(
      named(p('x<text:note><text:note-body><text:p>y</text:p></text:note-body></text:note>'))[0],
    ).toMatch(/A footnote/)
    expect(named(p('x<office:annotation><text:p>y</text:p></office:annotation>'))[0]).toMatch(/A comment/)
    expect(named(p('<draw:frame><draw:image/></draw:frame>'))[0]).toMatch(/carries no image/)
    expect(named(p('<draw:frame><draw:text-box><text:p>y</text:p></draw:text-box></draw:frame>'))[0]).toMatch(
      /A text box/,
    )
    expect(named(p('<draw:frame><draw:object/><draw:image/></draw:frame>'))[0]).toMatch(
      /A text box, a formula/,
    )
  })

  it('takes tracked changes as accepted: what was deleted stands apart', () => {
    const changes =
      '<text:tracked-changes><text:changed-region><text:deletion><text:p>3</text:p></text:deletion></text:changed-region></text:tracked-changes>'
    expect(
      said(
        `${changes}${p('Fermé jusqu’au <text:change text:change-id="c"/><text:change-start/>18<text:change-end/> mai.')}`,
      ),
    ).toBe('Fermé jusqu’au 18 mai.')
  })

  it('reads lists of choices and form fields, and leaves out their prompts', () => {
    const choice =
      '<text:drop-down><text:label text:value="x"/><text:label text:value="aide"/>aide</text:drop-down>'
    expect(said(p(`une ${choice}`))).toBe('une aide')
    const prompt =
      '<loext:content-control loext:showing-place-holder="true">[texte | tekst]</loext:content-control>'
    expect(said(p(`a ${prompt}b`))).toBe('a b')
    expect(
      said(p('<loext:content-control loext:showing-place-holder="true">écrit</loext:content-control>')),
    ).toBe('écrit')
  })

  it('reads tables with merged and repeated cells', () => {
    const merged =
      '<table:table-row><table:table-cell table:number-rows-spanned="2"><text:p>Jette</text:p></table:table-cell><table:table-cell><text:p>lundi</text:p></table:table-cell></table:table-row><table:table-row><table:covered-table-cell/><table:table-cell><text:p>mardi</text:p></table:table-cell></table:table-row>'
    expect(said(`<table:table>${row('Commune', 'Jour')}${merged}</table:table>`)).toBe(
      '| Commune | Jour |\n| --- | --- |\n| Jette | lundi |\n| Jette | mardi |',
    )
  })

  it('has links, and nothing that it holds becomes HTML', () => {
    expect(said(p('<text:a xlink:href="https://a.example">ici</text:a>'))).toBe('[ici](https://a.example)')
    expect(named(p('<text:a xlink:href="javascript:alert(1)">ici</text:a>'))[0]).toMatch(/not a link/)
    expect(named(p('&lt;script&gt;x&lt;/script&gt;'))[0]).toMatch(/"<script>" is HTML/)
    expect(markdownToHtml(said(p('&lt;nom&gt;')), 'fr')).toBe('<p>&lt;nom&gt;</p>')
  })
})

describe('an OpenDocument file in the drop folder', () => {
  it('is taken in, or named in three languages by what is wrong with it', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'odt-'))
    const manifest =
      '<manifest:manifest xmlns:manifest="m"><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>'
    const locked = packed({ 'META-INF/manifest.xml': manifest })
    try {
      await writeFile(join(dir, 'a.odt'), packed({ 'content.xml': content('') }))
      await writeFile(join(dir, 'b.fodt'), flat(p('Autre.')))
      await writeFile(join(dir, 'c.odt'), locked)
      await writeFile(join(dir, 'd.odt'), packed({ 'content.xml': content('') }).subarray(0, 300))
      await writeFile(join(dir, 'e.odt'), 'Bonjour')
      const { problems } = await readUpdatesFolder(dir, KNOWN)
      const at = (name: string) => problems.filter(({ file }) => file.endsWith(`/${name}`))
      expect(at('a.odt').map(({ code }) => code)).toEqual(['id-conflict'])
      expect(at('b.fodt').map(({ code }) => code)).toEqual(['id-conflict'])
      expect(at('c.odt').map(({ code }) => code)).toEqual(['odt-locked'])
      expect(at('d.odt').map(({ code }) => code)).toEqual(['odt-broken'])
      const [broken] = at('e.odt')
      const words = (['en', 'fr', 'nl'] as const).map(language => broken && formatProblem(broken, language))
      expect(words).toEqual([
        expect.stringContaining("This can't be read as an OpenDocument text."),
        expect.stringContaining('Ce fichier ne se lit pas comme un texte OpenDocument.'),
        expect.stringContaining('Dit bestand kan niet als OpenDocument-tekst worden gelezen.'),
      ])
    } finally {
      await rm(dir, { recursive: true })
    }
  })

  it('with a document type, a spreadsheet’s type or no text at all is refused', () => {
    const entity = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    expect(readOdtFile(strToU8(`<?xml version="1.0"?>${entity}${content('&a;')}`))).toEqual({
      fault: 'broken',
    })
    const sheet = zipSync({
      mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
      'content.xml': strToU8(content('')),
    })
    expect(readOdtFile(sheet)).toEqual({ fault: 'broken' })
    expect(readOdtFile(packed({}))).toEqual({ fault: 'broken' })
  })

  it('that is a zip bomb, or nests without end, stops at the limits', () => {
    const bomb = packed({
      'content.xml': `<office:document>${' '.repeat(40 * 1024 * 1024)}</office:document>`,
    })
    expect(readOdtFile(bomb)).toEqual({ fault: 'too-large' })
    expect(readOdtFile(flat('<text:list><text:list-item>'.repeat(100_000)))).toEqual({ fault: 'too-large' })
    const repeated =
      '<table:table><table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell></table:table-row></table:table>'
    expect(said(repeated).length).toBeLessThan(4000)
    expect(said(p(`a<text:s text:c="1000000000"/>b`)).length).toBeLessThan(300)
  })
})
