import { decodeCharset } from '../../model/language/charset.js'

/** Limits of the walker for any mail. Bytes, except for depth, parts and lines. */
export const LIMITS = { depth: 20, parts: 200, header: 64 * 1024, text: 256 * 1024, delimiterLines: 100_000 }

export function headerBlock(bytes: Buffer, start: number): { block: string; bodyStart: number } {
  const limit = Math.min(bytes.length, start + LIMITS.header)
  let position = start
  while (position < limit) {
    const newline = bytes.indexOf(10, position)
    const end = newline < 0 || newline >= limit ? limit : newline
    let length = end - position
    while (length > 0 && bytes[position + length - 1] === 13) length--
    const isDelimiter = bytes[position] === 45 && bytes[position + 1] === 45
    if (length === 0)
      return { block: text(bytes, start, position), bodyStart: Math.min(end + 1, bytes.length) }
    if (isDelimiter) break
    // Text in place of a field: a part without header and without the required empty line.
    if (
      position === start &&
      !/^[!-9;-~]+[ \t]*:/.test(bytes.toString('latin1', start, Math.min(end, start + 200)))
    )
      break
    position = Math.min(end + 1, limit)
  }
  return { block: text(bytes, start, position), bodyStart: position }
}

export function text(bytes: Buffer, start: number, end: number): string {
  return decodeCharset(bytes.subarray(start, end), '')
}
