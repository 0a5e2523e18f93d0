import { Unzip, UnzipInflate } from 'fflate'

/** Why a workbook can't be read. `old-or-locked`: the format before 2007, or a password (MS-OFFCRYPTO). */
export type WorkbookFault = 'old-or-locked' | 'broken' | 'too-large' | 'empty'

const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ZIP = [0x50, 0x4b, 0x03, 0x04]
const UNPACKED_AT_MOST = 24 * 1024 * 1024
const PIECE = 16 * 1024

/** Whether bytes begin as a workbook does, of today or of before 2007. */
export const isWorkbook = (bytes: Uint8Array) => beginsWith(bytes, ZIP) || beginsWith(bytes, COMPOUND_FILE)

/**
 * The cells of the first sheet that has any, as texts: dates as ISO dates, booleans as yes and no, formulas as the value
 * that was saved. Row n of the sheet is entry n - 1.
 */
export async function readWorkbook(
  bytes: Uint8Array,
): Promise<{ sheet: string; rows: string[][] } | { fault: WorkbookFault }> {
  if (beginsWith(bytes, COMPOUND_FILE)) return { fault: 'old-or-locked' }
  try {
    if (isTooLarge(bytes)) return { fault: 'too-large' }
    // Loaded here: only an import reads one.
    const { default: readExcelFile } = await import('read-excel-file/node')
    const sheets = (await readExcelFile(Buffer.from(bytes))) as unknown as {
      sheet: string
      data: unknown[][]
    }[]
    const first = sheets.find(({ data }) => data.length > 0)
    if (!first) return { fault: 'empty' }
    return { sheet: first.sheet, rows: first.data.map(row => row.map(textOf)) }
  } catch {
    return { fault: 'broken' }
  }
}

const beginsWith = (bytes: Uint8Array, magic: number[]) => magic.every((byte, index) => bytes[index] === byte)

/** Counted as it comes, whatever the archive declares, so that a zip bomb stops at the limit; nothing is kept. */
function isTooLarge(bytes: Uint8Array): boolean {
  let size = 0
  const unzip = new Unzip(entry => {
    entry.ondata = (_, piece) => {
      size += piece?.length ?? 0
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < bytes.length && size <= UNPACKED_AT_MOST; at += PIECE)
    unzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length)
  return size > UNPACKED_AT_MOST
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '')
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return String(value).replace(/\s+/g, ' ').trim()
}
