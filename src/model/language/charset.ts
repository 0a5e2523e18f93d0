/** What Windows-1252 has at 0x80–0x9F (WHATWG Encoding, index windows-1252); Node 20.18–22.13 takes these for C1 controls. */
const FROM_80 =
  '\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f' +
  '\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178'

/** Any bytes as Windows-1252, by our own table; linear, never fails. */
export function decodeWindows1252(bytes: Uint8Array): string {
  const latin1 = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return latin1.replace(/[\u0080-\u009f]/g, control => FROM_80[control.charCodeAt(0) - 0x80] ?? control)
}

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}

/**
 * Bytes into text in the charset that a mail names.
 *
 * Latin-1 and ASCII mean Windows-1252 (WHATWG Encoding §4.2), unless the bytes are UTF-8 with more than ASCII in it: then
 * a gateway has put on the wrong name. What the name doesn't say, or says of none that we know, is UTF-8 when it is valid,
 * UTF-16 when a byte order mark says so, else Windows-1252: mails of 8 bits rarely say what they are.
 */
export function decodeCharset(bytes: Uint8Array, label: string): string {
  const marked = decodeMarked(bytes)
  if (marked !== null) return marked
  const name = charsetName(label)
  if (name === 'utf-7') return decodeUtf7(bytes)
  if (name === 'utf-16') return decode(bytes, isBigEndian(bytes) ? 'utf-16be' : 'utf-16le')
  const isGuess = name === '' || name === 'utf-8' || name === 'windows-1252'
  return isGuess ? (decodeUtf8(bytes) ?? decodeWindows1252(bytes)) : decode(bytes, name)
}

/** By the byte order mark of UTF-16; null when there is none. */
function decodeMarked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, 'utf-16le')
  return null
}

/** RFC 2781 §4.3 says big-endian without a mark, Windows does the opposite: Latin text shows which byte is the empty one. */
function isBigEndian(bytes: Uint8Array): boolean {
  const sample = bytes.subarray(0, 2000)
  const zeros = (odd: number) => sample.filter((byte, at) => at % 2 === odd && byte === 0).length
  return zeros(0) >= zeros(1)
}

function decode(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder(name).decode(bytes)
  } catch {
    return decodeUtf8(bytes) ?? decodeWindows1252(bytes)
  }
}

const LATIN_1 = /^(?:(?:us)?ascii|ansi_?x3[.]?4.*|latin1|l1|ibm819|cp819|isoir100|csisolatin1|ansi)$/
const UNICODE = /^(?:utf8.*|unicode11utf8|unknown.*|xunknown.*|default|none|binary|8bit)$/
const MACINTOSH = /^(?:x?mac(?:intosh|roman)?|csmacintosh)$/

/** A label as `TextDecoder` knows it, however it is written; '' for one that says nothing. */
function charsetName(label: string): string {
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

/** UTF-7 (RFC 2152), which old mail systems still send: runs of base64 UTF-16 between `+` and `-`. */
function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, run: string) => {
    if (run === '') return '+'
    const units = Buffer.from(run, 'base64')
    return new TextDecoder('utf-16be').decode(units.subarray(0, units.length - (units.length % 2)))
  })
}
