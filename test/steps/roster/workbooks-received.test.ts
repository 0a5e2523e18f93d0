import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { zipSync } from 'fflate'
import { importCommand } from '../../../src/cli/import-command.js'
import { PROJECT_ROOT, readConfig } from '../../../src/config.js'
import { ANDERLECHT, COMMUNES, HEAD, JETTE, STAFF } from '../../support/roster-files.js'
import { type TestCell, type TestSheet, workbookOf } from '../../support/workbook.js'

type Wishes = { yes?: boolean; sheet?: string; hidden?: 'take' | 'leave'; struck?: 'take' | 'leave' }
type Json = {
  sheet: string
  otherSheets: string[]
  hiddenSheets: string[]
  hiddenRows: { line: number }[]
  hiddenColumns: string[]
  struckRows: { line: number }[]
  needs: string[]
  added: Record<string, string>[]
  changed: { id: string; fields: { field: string; old: string; new: string }[] }[]
  removed: { id: string }[]
  unchanged: number
  applied: boolean
  problems: { line: number; place?: string; message: string; hint: string }[]
}

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'estafette-workbook-'))
  mkdirSync(join(dir, 'recipients'))
  writeFileSync(join(dir, 'recipients/communes.yaml'), COMMUNES)
  writeFileSync(join(dir, 'recipients/staff.yaml'), STAFF)
  writeFileSync(join(dir, 'recipients/mandate-holders.csv'), [HEAD, ANDERLECHT, JETTE, ''].join('\n'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

async function imported(file: string, wishes: Wishes = {}, recipients = join(dir, 'recipients')) {
  const config = readConfig(
    {
      DATA_DIR: join(dir, 'data'),
      RECIPIENTS_DIR: recipients,
      TEMPLATES_DIR: join(PROJECT_ROOT, 'templates'),
    },
    dir,
  )
  const clock = () => new Date('2026-12-01T10:00:00+01:00')
  const all = { yes: false, allowShrink: true, allowUncovered: true, ...wishes }
  const { json, text, status } = await importCommand({ config, clock }, file, all)
  return { ...(json as Json), text, status: status ?? 0 }
}

const received = (name: string, wishes: Wishes = {}) =>
  imported(join(PROJECT_ROOT, 'test/fixtures/rosters/sheets', name), wishes, join(PROJECT_ROOT, 'recipients'))

const cells = (line: string): TestCell[] => line.replaceAll('"', '').split(';')
const ROWS = [cells(HEAD), cells(ANDERLECHT), cells(JETTE)]
/** The small roster with one cell of Jette's line, or of its heading, written in another way. */
const withCell = (column: number, cell: TestCell, row = 2) =>
  ROWS.map((line, at) => (at === row ? line.map((one, index) => (index === column ? cell : one)) : line))
const SINCE = 10
const EMAIL = 9

function book(sheets: TestSheet[], options = {}): string {
  const file = join(dir, 'list.xlsx')
  writeFileSync(file, workbookOf(sheets, options))
  return file
}
const sheetWith = (column: number, cell: TestCell, more: Partial<TestSheet> = {}) =>
  imported(book([{ rows: withCell(column, cell), ...more }]))
const fieldsOf = (json: Json) => json.changed.flatMap(({ fields }) => fields.map(one => [one.field, one.new]))

describe('a cell that holds no value', () => {
  it.each([
    ['error-for-a-day.xlsx', 'cell L32', 'until shows the error "#N/A" of the spreadsheet.'],
    ['error-for-competences.xlsx', 'cell E32', 'competences shows the error "#REF!" of the spreadsheet.'],
    ['formula-for-a-day.xlsx', 'cell L32', 'until is a formula whose value was not saved.'],
    ['formulas-not-computed.xlsx', 'cell F32', 'name is a formula whose value was not saved.'],
  ])('in %s is a problem with its cell, not an empty one', async (name, place, message) => {
    const { status, problems, changed } = await received(name)
    expect([status, changed]).toEqual([1, []])
    expect(problems[0]).toMatchObject({ place, message })
    expect(problems).toHaveLength(name === 'formulas-not-computed.xlsx' ? 4 : 1)
  })

  it.each([
    ['an error of a French Excel, as text', '#NOM?', 'shows the error "#NOM?"'],
    [
      'the result of a formula that is an error',
      { attributes: 't="e"', xml: '<f>VLOOKUP(1,A1,1)</f><v>#VALUE!</v>' },
      'shows the error "#VALUE!"',
    ],
    ['a number too wide for its column', '########', 'shows the error "########"'],
    [
      'one of several cells of a shared formula',
      { xml: '<f t="shared" si="0"/>' },
      'is a formula whose value was not saved',
    ],
    [
      'a formula for a text, without its text',
      { attributes: 't="str"', xml: '<f>Sheet2!A1</f>' },
      'is a formula whose value was not saved',
    ],
    [
      'an array formula with an empty value',
      { xml: '<f t="array" ref="J3">A1:A2</f><v></v>' },
      'is a formula whose value was not saved',
    ],
  ])('is %s', async (_, cell, message) => {
    const { problems } = await sheetWith(EMAIL, cell)
    expect(problems).toHaveLength(1)
    expect(problems[0]).toMatchObject({ place: 'cell J3', message: expect.stringContaining(message) })
  })

  it.each<[string, TestCell]>([
    ['a formula with its value', { attributes: 't="str"', xml: '<f>A1&amp;B1</f><v>b@jette.example</v>' }],
    [
      'a text in runs, with how it is pronounced',
      {
        attributes: 't="inlineStr"',
        xml: '<is><r><t>b@jette</t></r><r><rPr><b/></rPr><t>.example</t></r><rPh sb="0" eb="1"><t>bé</t></rPh></is>',
      },
    ],
  ])('is not %s', async (_, cell) => {
    expect(await sheetWith(EMAIL, cell)).toMatchObject({ problems: [], unchanged: 2 })
  })
})

describe('the value of a cell', () => {
  it.each<[string, number, TestCell, [string, string][]]>([
    [
      'a day in the format of a date',
      SINCE,
      { attributes: 's="1"', xml: '<v>43437</v>' },
      [['since', '2018-12-03']],
    ],
    ['a day with a time', SINCE, { attributes: 's="1"', xml: '<v>43437.5</v>' }, [['since', '2018-12-03']]],
    [
      'a day in ISO, as strict workbooks have it',
      SINCE,
      { attributes: 't="d"', xml: '<v>2018-12-03T00:00:00</v>' },
      [['since', '2018-12-03']],
    ],
    ['a logical value', 3, { attributes: 't="b"', xml: '<v>1</v>' }, [['acting', 'yes']]],
    ['a code that is a number', 1, { xml: '<v>21010</v>' }, []],
    [
      'a text with what XML can’t hold',
      5,
      { attributes: 't="inlineStr"', xml: '<is><t>Bourgmestre_x000D_</t></is>' },
      [],
    ],
  ])('is %s', async (_, column, cell, fields) => {
    const json = await sheetWith(column, cell)
    expect(json.problems).toEqual([])
    expect(fieldsOf(json)).toEqual(fields)
  })

  it('counts days from 1904 where the workbook does', async () => {
    const rows = withCell(SINCE, { attributes: 's="1"', xml: `<v>${43437 - 1462}</v>` })
    const json = await imported(book([{ rows }], { properties: '<workbookPr date1904="1"/>' }))
    expect(fieldsOf(json)).toEqual([['since', '2018-12-03']])
    const bare = withCell(SINCE, { xml: `<v>${43437 - 1462}</v>` })
    const { problems } = await imported(
      book([{ rows: bare }], { properties: '<workbookPr date1904="true"/>' }),
    )
    expect(problems).toMatchObject([{ hint: expect.stringContaining('write it as 2018-12-03') }])
  })

  it('is an address that stands in the link only', async () => {
    const json = await sheetWith(EMAIL, 'Écrire', { links: { J3: 'mailto:b@jette.example?subject=Bonjour' } })
    expect(json).toMatchObject({ problems: [], unchanged: 2 })
  })

  it('is that of a merged cell, for each of its rows', async () => {
    const more = cells(
      JETTE.replace('jette-mayor', 'jette-culture').replace('mayor', 'alderman').replace('b@', 'c@'),
    )
    const rows = [...ROWS, more.map((cell, index) => (index === 1 ? '' : cell))]
    const json = await imported(book([{ rows, after: '<mergeCells><mergeCell ref="B3:B4"/></mergeCells>' }]))
    expect(json.added).toMatchObject([{ id: 'jette-culture', commune: '21010' }])
  })

  it('is the number as its format shows it, with the zeros before it', async () => {
    const rows = [
      [...cells(HEAD), 'GSM'],
      [...cells(ANDERLECHT), ''],
      [...cells(JETTE), { attributes: 's="3"', xml: '<v>400000001</v>' }],
    ]
    const json = await imported(book([{ rows }]))
    expect(fieldsOf(json)).toEqual([['phone', '0400 00 00 01']])
  })

  it('is read whatever the prefix of its namespace', async () => {
    expect(await imported(book([{ rows: ROWS }], { prefix: 'x' }))).toMatchObject({
      problems: [],
      unchanged: 2,
    })
  })
})

describe('what is struck through', () => {
  it('as a row is asked about, and taken or left as a person decides', async () => {
    const asked = await received('row-struck.xlsx')
    expect(asked).toMatchObject({ needs: ['--struck'], struckRows: [{ line: 32 }] })
    expect(asked.text).toContain(
      'Struck through: 1 row (32: jette-mayor 21010 mayor). Say whether that counts: --struck take, or --struck leave.',
    )
    expect(await received('row-struck.xlsx', { struck: 'take' })).toMatchObject({ needs: [], unchanged: 62 })
    expect(await received('row-struck.xlsx', { struck: 'leave' })).toMatchObject({
      needs: ['--allow-no-mayor'],
      removed: [{ id: 'jette-mayor' }],
    })
  })

  it.each<[string, TestCell, string]>([
    [
      'one cell',
      { attributes: 't="inlineStr" s="2"', xml: '<is><t>b@jette.example</t></is>' },
      'Delete what no longer holds, or take the line through it away.',
    ],
    [
      'a part of a cell',
      {
        attributes: 't="inlineStr"',
        xml: '<is><r><rPr><strike/></rPr><t>old@jette.example </t></r><r><t>b@jette.example</t></r></is>',
      },
      'Write "b@jette.example", if that is meant.',
    ],
  ])('in %s is a problem', async (_, cell, hint) => {
    const { problems } = await sheetWith(EMAIL, cell)
    expect(problems).toMatchObject([{ place: 'cell J3', hint }])
  })
})

describe('what is hidden', () => {
  it('as a row is asked about, and taken or left as a person decides', async () => {
    expect(await received('row-hidden.xlsx')).toMatchObject({
      needs: ['--hidden'],
      hiddenRows: [{ line: 32 }],
    })
    expect(await received('row-hidden.xlsx', { hidden: 'take' })).toMatchObject({ needs: [], unchanged: 62 })
    expect(await received('row-hidden.xlsx', { hidden: 'leave' })).toMatchObject({
      removed: [{ id: 'jette-mayor' }],
    })
  })

  it.each([
    ['filtered away', 'hidden="1"'],
    ['folded into a group', 'hidden="true" outlineLevel="1"'],
    ['without height', 'ht="0" customHeight="1"'],
  ])('is a row that is %s', async (_, attributes) => {
    const file = book([{ rows: ROWS, rowAttributes: { 3: attributes } }])
    expect(await imported(file, { yes: true })).toMatchObject({
      status: 1,
      applied: false,
      needs: ['--hidden'],
    })
  })

  it('is a column with something in it', async () => {
    const rows = withCell(11, '2027-01-31')
    const file = book([{ rows, before: '<cols><col min="12" max="14" hidden="1"/></cols>' }])
    expect(await imported(file)).toMatchObject({ needs: ['--hidden'], hiddenColumns: ['L until'] })
    expect(fieldsOf(await imported(file, { hidden: 'take' }))).toEqual([['until', '2027-01-31']])
    expect(await imported(file, { hidden: 'leave' })).toMatchObject({
      problems: [{ message: 'The column until is missing.' }],
    })
  })

  it('as a sheet is left, and named', async () => {
    const json = await received('first-sheet-hidden.xlsx')
    expect(json).toMatchObject({
      sheet: 'Liste',
      hiddenSheets: ['Ancienne liste'],
      problems: [],
      unchanged: 62,
    })
    expect(json.text).toContain('Left, for it is hidden: sheet "Ancienne liste".')
  })

  it('as the only sheet with a list is not read unless it is named', async () => {
    const file = book([
      { name: 'Ancien', state: 'veryHidden', rows: ROWS },
      { name: 'Vide', rows: [] },
    ])
    await expect(imported(file)).rejects.toThrow('add --sheet NAME')
    expect(await imported(file, { sheet: 'ancien' })).toMatchObject({ sheet: 'Ancien', unchanged: 2 })
  })
})

describe('a workbook of several sheets', () => {
  it('is asked about where two of them hold a list', async () => {
    const old = withCell(EMAIL, 'old@jette.example')
    const file = book([
      { name: 'Mode d’emploi', rows: [['Comment remplir cette liste']] },
      { name: '2026', rows: ROWS },
      { name: '2018', rows: old },
    ])
    expect(await imported(file, { yes: true })).toMatchObject({
      sheet: '2026',
      otherSheets: ['2018'],
      needs: ['--sheet'],
      applied: false,
    })
    expect(await imported(file, { sheet: '2018' })).toMatchObject({
      needs: [],
      changed: [{ id: 'jette-mayor' }],
    })
    await expect(imported(file, { sheet: '2019' })).rejects.toThrow(
      'has no sheet "2019". It has: "Mode d’emploi", "2026", "2018".',
    )
  })

  it('is read below a title', async () => {
    expect(await received('title.xlsx')).toMatchObject({ problems: [], unchanged: 62 })
  })

  it('with days that show as numbers has one problem a column', async () => {
    const { problems } = await received('days-as-numbers.xlsx')
    expect(problems).toMatchObject([
      { place: 'cell K2', hint: 'Format the column as a date, or write it as 2018-12-03.' },
      { place: 'cell L29' },
    ])
  })

  it('with days that have a time has those days', async () => {
    expect(await received('days-with-a-time.xlsx')).toMatchObject({ problems: [], unchanged: 62 })
  })
})

describe('what is no list that can be read', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const compound = (stream: string) =>
    Buffer.concat([
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]),
      Buffer.from(stream, 'utf16le'),
    ])
  const packed = (...names: string[]) => zipSync(Object.fromEntries(names.map(name => [name, bytes('x')])))
  it.each<[string, Uint8Array, string]>([
    ['list.pdf', bytes('%PDF-1.7\n'), 'is a PDF. Ask for the spreadsheet'],
    ['list.xls', compound('Workbook'), 'is a workbook in the format of before 2007 (.xls). Save it as .xlsx'],
    [
      'locked.xlsx',
      compound('EncryptedPackage'),
      'is a workbook locked with a password. Take the password away',
    ],
    ['list.doc', compound('WordDocument'), 'is a Word document of before 2007'],
    [
      'html.xls',
      bytes('\ufeff\n<html xmlns:x="urn:schemas-microsoft-com:office:excel"><table>'),
      'is an HTML page, whatever its name says. Open it in a spreadsheet.',
    ],
    [
      'xml.xls',
      bytes('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'),
      'is an XML spreadsheet of Excel 2003',
    ],
    [
      'list.xlsb',
      packed('[Content_Types].xml', 'xl/workbook.bin'),
      'is a binary workbook (.xlsb). Save it as .xlsx',
    ],
    ['list.numbers', packed('Index/Document.iwa'), 'is a Numbers, Pages or Keynote file. Export it as .xlsx'],
    [
      'list.docx',
      packed('[Content_Types].xml', 'word/document.xml'),
      'is a Word document (.docx). Copy its table',
    ],
    ['list.zip', packed('list.csv'), 'is an archive (zip). Unpack it'],
    ['list.rtf', bytes('{\\rtf1'), 'is a rich text (.rtf)'],
    ['photo.jpg', Uint8Array.from([0xff, 0xd8, 0xff, 0xe0]), 'is a picture'],
  ])('%s is named, with what to save it as', async (name, content, message) => {
    writeFileSync(join(dir, name), content)
    await expect(imported(join(dir, name))).rejects.toThrow(message)
    expect(readFileSync(join(dir, 'recipients/mandate-holders.csv'), 'utf8')).toContain('jette-mayor')
  })
})
