import { visible } from '../model/language/marks.js'
import type { Column, Sheet } from '../present/sheets/sheet.js'

/** Characters that one cell of a workbook holds (ECMA-376 part 1, §18.18 limits in Excel). */
const LONGEST = 32_767

/**
 * Writes a workbook with a frozen header row and real dates. Text cells are marked as text, so that a spreadsheet computes nothing, even after
 * editing. Instants are local wall-clock time: a cell has no time zone. Throws the file system's error.
 */
export async function writeWorkbook(file: string, sheets: Sheet[]): Promise<void> {
  await (await workbookOf(sheets)).toFile(file)
}

/** The same workbook as bytes, to be answered by a page. */
export const workbookBytes = async (sheets: Sheet[]): Promise<Buffer> => (await workbookOf(sheets)).toBuffer()

async function workbookOf(sheets: Sheet[]) {
  // Loaded here: few commands write a workbook.
  const { default: writeExcelFile } = await import('write-excel-file/node')
  const book = sheets.map(({ name, columns, rows }) => ({
    sheet: sheetName(name),
    data: [columns.map(headCell), ...rows.map(row => row.map((value, index) => cell(value, columns[index])))],
    columns: columns.map(({ width }) => ({ width })),
    stickyRowsCount: 1,
    showGridLines: true,
  }))
  return writeExcelFile(book as Parameters<typeof writeExcelFile>[0])
}

/** At most 31 characters, without those that formulas use. */
const sheetName = (name: string) => name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)

const headCell = ({ title }: Column) => ({
  value: title,
  type: String,
  fontWeight: 'bold',
  backgroundColor: '#dfe6ee',
  format: '@',
})

function cell(value: string | number | null, column: Column | undefined) {
  if (value === null || value === '') return null
  if (typeof value === 'number') return { value, type: Number }
  const kind = column?.kind
  if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(value))
    return { value: new Date(`${value}T00:00:00Z`), type: Date, format: 'yyyy-mm-dd' }
  if (kind === 'instant' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}/.test(value))
    return { value: new Date(`${value.slice(0, 19)}Z`), type: Date, format: 'yyyy-mm-dd hh:mm:ss' }
  return { value: writable(value), type: String, format: '@' }
}

/** Shows control characters as marks; removes what XML 1.0 can't hold (§2.2): lone surrogates, U+FFFE and U+FFFF. */
function writable(text: string): string {
  return visible(text)
    .replace(/\p{Cs}|[\ufffe\uffff]/gu, ' ')
    .slice(0, LONGEST)
}
