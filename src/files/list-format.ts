/** The format of a list by its bytes, not its name: a readable text or workbook, or the English name of another format. */
export type ListFormat = { kind: 'text' | 'xlsx' | 'ods' } | { kind: 'other'; what: string; advice: string }

const AS_WORKBOOK = 'Save it as .xlsx, or as CSV UTF-8.'
const EXPORT_WORKBOOK = 'Export it as .xlsx, or as CSV UTF-8.'
const COPY_TABLE = 'Copy its table into a spreadsheet, and save that as .xlsx.'
const PASSWORD = 'Take the password away, and save it as .xlsx.'
const UNPACK = 'Unpack it, and import the list that is in it.'

const other = (what: string, advice: string): ListFormat => ({ kind: 'other', what, advice })

/** Formats by their first bytes. */
const SIGNATURES: [number[], ListFormat][] = [
  [[0x25, 0x50, 0x44, 0x46], other('a PDF', 'Ask for the spreadsheet from which it was made, as .xlsx.')],
  [[0x7b, 0x5c, 0x72, 0x74, 0x66], other('a rich text (.rtf)', COPY_TABLE)],
  [[0x89, 0x50, 0x4e, 0x47], other('a picture', 'Ask for the list itself, as .xlsx.')],
  [[0xff, 0xd8, 0xff], other('a picture', 'Ask for the list itself, as .xlsx.')],
  [[0x1f, 0x8b], other('a packed file (gzip)', UNPACK)],
  [[0x37, 0x7a, 0xbc, 0xaf], other('an archive (7z)', UNPACK)],
  [[0x52, 0x61, 0x72, 0x21], other('an archive (rar)', UNPACK)],
  [[0x09, 0x08, 0x10, 0x00], other('an Excel file of before 1997 (.xls)', AS_WORKBOOK)],
  [[0x49, 0x44, 0x3b, 0x50], other('a SYLK file (.slk)', AS_WORKBOOK)],
]
const COMPOUND_FILE = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]
const ZIP = [0x50, 0x4b, 0x03, 0x04]

/** The format of a file, by its first bytes and the names of its parts. Linear. */
export function listFormat(bytes: Uint8Array): ListFormat {
  const begins = (magic: number[]) => magic.every((byte, index) => bytes[index] === byte)
  if (begins(COMPOUND_FILE)) return compoundFormat(bytes)
  if (begins(ZIP)) return zipFormat(bytes)
  return SIGNATURES.find(([magic]) => begins(magic))?.[1] ?? textFormat(bytes)
}

const latin1 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/** The names of its streams stand in UTF-16 (MS-CFB §2.6.1). */
function compoundFormat(bytes: Uint8Array): ListFormat {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const holds = (name: string) => all.includes(Buffer.from(name, 'utf16le'))
  if (holds('EncryptedPackage')) return other('a workbook locked with a password', PASSWORD)
  if (holds('WordDocument')) return other('a Word document of before 2007 (.doc)', COPY_TABLE)
  if (holds('__substg1.0_'))
    return other('a mail (.msg)', 'Save the list that is attached to it, and import that.')
  if (holds('Workbook') || holds('Book'))
    return other('a workbook in the format of before 2007 (.xls)', AS_WORKBOOK)
  return other(
    'in a format of before 2007, or locked with a password',
    'Save it as .xlsx without one, or as CSV UTF-8.',
  )
}

/** The names of its parts stand in a zip as they are (APPNOTE.TXT §4.3.7). */
function zipFormat(bytes: Uint8Array): ListFormat {
  const text = latin1(bytes)
  const holds = (name: string) => text.includes(name)
  const type = text.slice(30, 130)
  if (type.startsWith('mimetypeapplication/vnd.oasis.opendocument.spreadsheet')) return { kind: 'ods' }
  if (type.startsWith('mimetypeapplication/vnd.oasis.opendocument'))
    return other('an OpenDocument text (.odt)', COPY_TABLE)
  if (holds('xl/workbook.bin')) return other('a binary workbook (.xlsb)', AS_WORKBOOK)
  // A truncated copy has no end; its reader reports that.
  if (holds('xl/') || !holds('PK\x05\x06')) return { kind: 'xlsx' }
  if (holds('Index/Document.iwa') || holds('Index.zip'))
    return other('a Numbers, Pages or Keynote file', EXPORT_WORKBOOK)
  if (holds('word/')) return other('a Word document (.docx)', COPY_TABLE)
  if (holds('ppt/')) return other('a presentation (.pptx)', COPY_TABLE)
  return other('an archive (zip)', UNPACK)
}

function textFormat(bytes: Uint8Array): ListFormat {
  const begin = latin1(bytes.subarray(0, 4096))
    .replace(/\0/g, '')
    .replace(/^[^\x21-\x7e]+/, '')
  if (/^<(?:!doctype html|html|head|meta|table|body)/i.test(begin))
    return other('an HTML page, whatever its name says', `Open it in a spreadsheet. ${AS_WORKBOOK}`)
  if (begin.startsWith('<') && begin.includes('urn:schemas-microsoft-com:office:spreadsheet'))
    return other('an XML spreadsheet of Excel 2003', AS_WORKBOOK)
  if (begin.startsWith('<') && begin.includes('urn:oasis:names:tc:opendocument'))
    return other('a flat OpenDocument file (.fods)', AS_WORKBOOK)
  if (begin.startsWith('<?xml')) return other('an XML file', AS_WORKBOOK)
  if (/^MIME-Version:[^\n]*\n/i.test(begin) && /multipart\/related/i.test(begin))
    return other('a web archive (.mht)', `Open it in a spreadsheet. ${AS_WORKBOOK}`)
  if (begin.startsWith('BEGIN:VCARD')) return other('a file of contacts (vCard)', EXPORT_WORKBOOK)
  if (/^[[{]\s{0,20}["{]/.test(begin)) return other('a JSON file', AS_WORKBOOK)
  return { kind: 'text' }
}
