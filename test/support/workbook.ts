import { strToU8, zipSync } from 'fflate'

/** A cell: its text, or its XML below the `<c>` with the attributes of that. */
export type TestCell = string | { attributes?: string; xml: string }
export type TestSheet = {
  name?: string
  state?: string
  rows: TestCell[][]
  /** Attributes of rows, by their number. */
  rowAttributes?: Record<number, string>
  before?: string
  after?: string
  links?: Record<string, string>
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006/relationships'

export const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

/** A workbook as spreadsheets write it, of sheets with inline texts; style 1 is a date, 2 is struck, 3 shows ten digits. */
export function workbookOf(
  sheets: TestSheet[],
  options: { properties?: string; prefix?: string } = {},
): Uint8Array {
  const { properties = '', prefix = '' } = options
  const parts: Record<string, string> = {
    '_rels/.rels': relations([['rId1', 'officeDocument', 'xl/workbook.xml']]),
    'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${properties}<sheets>${sheets
      .map(
        ({ name = 'Liste', state }, at) =>
          `<sheet name="${name}" sheetId="${at + 1}"${state ? ` state="${state}"` : ''} r:id="rId${at + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations([
      ...sheets.map((_, at): [string, string, string] => [
        `rId${at + 1}`,
        'worksheet',
        `worksheets/sheet${at + 1}.xml`,
      ]),
      ['rStyles', 'styles', 'styles.xml'],
    ]),
    'xl/styles.xml': `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yyyy"/><numFmt numFmtId="165" formatCode="0000000000"/></numFmts><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf numFmtId="164"/><xf fontId="1"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
  }
  sheets.forEach((sheet, at) => {
    parts[`xl/worksheets/sheet${at + 1}.xml`] = prefixed(sheetXml(sheet), prefix)
    const links = Object.entries(sheet.links ?? {})
    if (links.length > 0)
      parts[`xl/worksheets/_rels/sheet${at + 1}.xml.rels`] = relations(
        links.map(([cell, target]) => [`link${cell}`, 'hyperlink', `${target}" TargetMode="External`]),
      )
  })
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])))
}

function sheetXml({ rows, rowAttributes = {}, before = '', after = '', links = {} }: TestSheet): string {
  const xml = rows.map(
    (cells, at) =>
      `<row r="${at + 1}" ${rowAttributes[at + 1] ?? ''}>${cells.map((cell, column) => cellXml(cell, `${String.fromCharCode(65 + column)}${at + 1}`)).join('')}</row>`,
  )
  const hyperlinks = Object.keys(links).map(cell => `<hyperlink ref="${cell}" r:id="link${cell}"/>`)
  const joined = hyperlinks.length > 0 ? `<hyperlinks>${hyperlinks.join('')}</hyperlinks>` : ''
  return `<worksheet xmlns="${MAIN}" xmlns:r="${OFFICE}">${before}<sheetData>${xml.join('')}</sheetData>${after}${joined}</worksheet>`
}

function cellXml(cell: TestCell, reference: string): string {
  if (cell === '') return ''
  if (typeof cell === 'string')
    return `<c r="${reference}" t="inlineStr"><is><t xml:space="preserve">${escaped(cell)}</t></is></c>`
  return `<c r="${reference}" ${cell.attributes ?? ''}>${cell.xml}</c>`
}

const prefixed = (xml: string, prefix: string) =>
  prefix === '' ? xml : xml.replace(/<(\/?)(\w)/g, `<$1${prefix}:$2`).replace('xmlns=', `xmlns:${prefix}=`)

const relations = (list: [string, string, string][]) =>
  `<Relationships xmlns="${PACKAGE}">${list.map(([id, type, target]) => `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`).join('')}</Relationships>`
