import { decodeCodePage, likelyCodePage } from '../../model/language/code-pages.js'
import { ungarbled } from '../../model/language/mojibake.js'
import { decodeText } from '../../model/problem/text-hygiene.js'

export type ListEncoding = 'utf-8' | 'windows-1252' | 'macintosh' | 'ibm850' | 'utf-16'

/** A list of mandate holders as handed in; `text` is null when the bytes are no text, which the reader reports. */
export type IncomingText = { text: string | null; encoding: ListEncoding }

/** What no French or Dutch text has in a code page: controls and undefined bytes. */
const NOT_WRITTEN = /(?![\t\n\r])\p{Cc}/u

/**
 * A list as text. UTF-16, Excel's « Unicode text », is recognised by its mark or empty bytes. Other bytes that are no UTF-8 are Windows-1252, Belgian
 * Excel's default. If that gives no text, they are an older Mac's or MS-DOS code page.
 */
export function incomingText(bytes: Uint8Array): IncomingText {
  const wide = utf16In(bytes)
  if (wide !== null) return { text: wide, encoding: 'utf-16' }
  const { problems } = decodeText(bytes, '')
  if (!problems.some(({ code }) => code === 'not-utf8'))
    return { text: new TextDecoder().decode(bytes), encoding: 'utf-8' }
  const encoding = likelyCodePage(bytes)
  const text = decodeCodePage(bytes, encoding)
  // UTF-8 with one wrong byte would be garbled entirely.
  const isText = !NOT_WRITTEN.test(text) && ungarbled(text) === null
  return isText ? { text, encoding } : { text: null, encoding: 'utf-8' }
}

/** UTF-16 by its byte order mark (RFC 2781 §3.2), or because every second byte of its beginning is empty. */
function utf16In(bytes: Uint8Array): string | null {
  const sample = bytes.subarray(0, 400)
  const empty = (odd: number) => sample.filter((byte, at) => at % 2 === odd && byte === 0).length
  const isMostly = (odd: number) => sample.length > 20 && empty(odd) * 2 > sample.length * 0.9
  const little = (bytes[0] === 0xff && bytes[1] === 0xfe) || isMostly(1)
  const big = (bytes[0] === 0xfe && bytes[1] === 0xff) || isMostly(0)
  if (!little && !big) return null
  return new TextDecoder(little ? 'utf-16le' : 'utf-16be').decode(bytes)
}
