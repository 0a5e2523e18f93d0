/** Windows-1252 at 0x80–0x9F (WHATWG Encoding, index windows-1252); Node 20.18–22.13 reads these as C1 controls. */
const FROM_80 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Decodes any bytes as Windows-1252 by our own table; linear, never fails. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\u0080-\u009f]/g, control => FROM_80[control.charCodeAt(0) - 0x80] ?? control)
}

const LATIN_1 = /^(?:(?:us)?ascii|ansi_?x3[.]?4.*|latin1|l1|ibm819|cp819|isoir100|csisolatin1|ansi)$/
const UNICODE = /^(?:utf8.*|unicode11utf8|unknown.*|xunknown.*|default|none|binary|8bit)$/
const MACINTOSH = /^(?:x?mac(?:intosh|roman)?|csmacintosh)$/

/** A label in the spelling of `TextDecoder`; '' for an unknown one. */
export function charsetName(label: string): string {
  const given = label
    .replace(/["'\s]/g, '')
    .toLowerCase()
    .slice(0, 60)
  const bare = given.replace(/[-_ ]/g, '')
  if (bare === '' || UNICODE.test(bare)) return ''
  const part = /^iso8859(\d{1,2})/.exec(bare)?.[1] ?? /^latin(9)$/.exec(bare)?.[1]
  const page = /^(?:x?cp|win|xwin|windows|xwindows|ms)(125\d|874)$/.exec(bare)?.[1]
  if (LATIN_1.test(bare) || part === '1' || page === '1252') return 'windows-1252'
  if (part) return `iso-8859-${part === '9' && bare.startsWith('latin') ? '15' : part}`
  if (page) return `windows-${page}`
  if (MACINTOSH.test(bare)) return 'macintosh'
  if (/^(?:unicode11)?utf7$/.test(bare)) return 'utf-7'
  if (/^(?:utf16|ucs2|unicode|iso10646ucs2)$/.test(bare)) return 'utf-16'
  return given
}
