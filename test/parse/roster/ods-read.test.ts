import { describe, expect, it } from '@jest/globals'
import { strToU8, zipSync } from 'fflate'
import { readOds } from '../../../src/parse/roster/ods-read.js'

const NAMES = ['office', 'table', 'text', 'style', 'xlink', 'calcext']
  .map(name => `xmlns:${name}="urn:${name}"`)
  .join(' ')
const STYLES = `<office:automatic-styles><style:style style:name="S"><style:text-properties style:text-line-through-style="solid"/></style:style><style:style style:name="H"><style:table-properties table:display="false"/></style:style></office:automatic-styles>`

const file = (tables: string, more: Record<string, string> = {}) =>
  zipSync({
    mimetype: [strToU8('application/vnd.oasis.opendocument.spreadsheet'), { level: 0 }],
    'content.xml': strToU8(
      `<office:document-content ${NAMES}>${STYLES}<office:body><office:spreadsheet>${tables}</office:spreadsheet></office:body></office:document-content>`,
    ),
    ...Object.fromEntries(Object.entries(more).map(([name, text]) => [name, strToU8(text)])),
  })
const cell = (attributes: string, inside = '') =>
  `<table:table-cell ${attributes}>${inside}</table:table-cell>`
const text = (words: string) => cell('office:value-type="string"', `<text:p>${words}</text:p>`)
const row = (cells: string, attributes = '') => `<table:table-row ${attributes}>${cells}</table:table-row>`

function sheets(tables: string) {
  const read = readOds(file(tables))
  if ('fault' in read) throw new Error(read.fault)
  return read.sheets
}
const only = (rows: string) => sheets(`<table:table table:name="L">${rows}</table:table>`)[0]?.rows ?? []
const firstCell = (xml: string) => only(row(xml))[0]?.cells[0]

describe('an OpenDocument spreadsheet', () => {
  it.each([
    [
      'a text over two lines, with spaces',
      text('Anne<text:s/>Exemple').replace('</text:p>', '</text:p><text:p>f.f.</text:p>'),
      'Anne Exemple f.f.',
    ],
    [
      'a day, as it shows in another way',
      cell('office:value-type="date" office:date-value="2018-12-03"', '<text:p>03/12/18</text:p>'),
      '2018-12-03',
    ],
    [
      'a day with a time',
      cell('office:value-type="date" office:date-value="2018-12-03T12:30:00"'),
      '2018-12-03T12:30',
    ],
    [
      'a logical value',
      cell('office:value-type="boolean" office:boolean-value="true"', '<text:p>VRAI</text:p>'),
      'yes',
    ],
    ['a code', cell('office:value-type="float" office:value="21010"', '<text:p>21.010</text:p>'), '21010'],
    [
      'a number with its zeros',
      cell('office:value-type="float" office:value="400000001"', '<text:p>0400000001</text:p>'),
      '0400000001',
    ],
    [
      'an address that stands in its link',
      text('<text:a xlink:href="mailto:a@b.example">Écrire</text:a>'),
      'mailto:a@b.example',
    ],
  ])('gives %s', (_, xml, expected) => {
    expect(firstCell(xml)).toMatchObject({ text: expected, isStruck: false, column: 1 })
  })

  it('marks errors, formulas without a value, days as numbers, and what is struck through', () => {
    expect(
      firstCell(cell('table:formula="of:=1/0" calcext:value-type="error"', '<text:p>#DIV/0!</text:p>'))?.fault
        ?.kind,
    ).toBe('error')
    expect(firstCell(cell('table:formula="of:=[.A1]"'))?.fault?.kind).toBe('formula')
    expect(firstCell(cell('office:value-type="float" office:value="43437"'))).toMatchObject({
      text: '43437',
      serial: '2018-12-03',
    })
    expect(firstCell(cell('table:style-name="S"', '<text:p>gone</text:p>'))).toMatchObject({
      text: 'gone',
      isStruck: true,
    })
    expect(firstCell(text('<text:span text:style-name="S">old</text:span> new'))?.fault).toEqual({
      kind: 'struck',
      kept: 'new',
    })
  })

  it('counts repeated rows and cells, and names what is hidden', () => {
    const [visible, hidden] = sheets(
      `<table:table table:name="A"><table:table-column table:number-columns-repeated="2"/><table:table-column table:visibility="collapse"/>${row(cell('table:number-columns-repeated="3"') + text('x'), 'table:number-rows-repeated="1"')}${row(cell('table:number-columns-repeated="1024"'), 'table:number-rows-repeated="1048000"')}<table:table-row-group>${row(text('y'), 'table:visibility="filter"')}</table:table-row-group></table:table><table:table table:name="B" table:style-name="H">${row(text('z'))}</table:table>`,
    )
    expect(visible).toMatchObject({
      isHidden: false,
      hiddenColumns: [3],
      rows: [
        { number: 1, isHidden: false, cells: [{ column: 4, text: 'x' }] },
        { number: 1_048_002, isHidden: true, cells: [{ column: 1, text: 'y' }] },
      ],
    })
    expect(hidden).toMatchObject({ name: 'B', isHidden: true })
  })

  it('says a cell over two rows for both', () => {
    const rows = only(
      row(
        cell('table:number-rows-spanned="2" table:number-columns-spanned="1"', '<text:p>Jette</text:p>') +
          text('a'),
      ) + row(`<table:covered-table-cell/>${text('b')}`),
    )
    expect(rows.map(({ cells }) => cells.map(one => one.text))).toEqual([
      ['Jette', 'a'],
      ['Jette', 'b'],
    ])
  })

  it.each([
    ['locked', file('', { 'META-INF/manifest.xml': '<manifest:encryption-data/>' })],
    ['empty', file('<table:table table:name="L"/>')],
    ['broken', file('<table:table>')],
    [
      'too-large',
      file(`<table:table>${row(text('x'), 'table:number-rows-repeated="900000"')}</table:table>`),
    ],
  ])('that is %s is refused as that', (fault, bytes) => {
    expect(readOds(bytes)).toEqual({ fault })
  })
})
