import { charsetName, decodeWindows1252 } from './charset-name.js'

function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}

/**
 * Decodes bytes in the charset that a mail names. Latin-1 and ASCII mean Windows-1252 (WHATWG Encoding §4.2), unless the bytes are UTF-8 beyond
 * ASCII: then a gateway put a wrong name. Without a known name: valid UTF-8, UTF-16 by its byte order mark, else Windows-1252. 8-bit mails often name
 * none.
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

/** Decodes by the byte order mark of UTF-16; null when there is none. */
function decodeMarked(bytes: Uint8Array): string | null {
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, 'utf-16le')
  return null
}

/** RFC 2781 §4.3 assumes big-endian without a mark, Windows the opposite: in Latin text, the empty byte decides. */
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

/** UTF-7 (RFC 2152), still sent by old mail systems: runs of base64 UTF-16 between `+` and `-`. */
function decodeUtf7(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
  return text.replace(/\+([A-Za-z0-9+/]*)-?/g, (_, run: string) => {
    if (run === '') return '+'
    const units = Buffer.from(run, 'base64')
    return new TextDecoder('utf-16be').decode(units.subarray(0, units.length - (units.length % 2)))
  })
}
