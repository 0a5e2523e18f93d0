import { CODE_PAGES, isWrittenHere } from './code-pages.js'

/** Of each code page, which byte a character was. */
const BYTES = Object.values(CODE_PAGES).map(
  page => new Map([...page].map((character, index): [string, number] => [character, 0x80 + index])),
)

/**
 * The text that was meant, where UTF-8 was taken for a code page and saved again: `Ã‰chevin` → `Échevin`, `lâ€™` → `l’`,
 * `√©` → `é`, `├®` → `é`. Null where nothing looks like that.
 */
export function ungarbled(text: string): string | null {
  if (!/[^ -~\s]/.test(text)) return null
  for (const bytes of BYTES) {
    const meant = undone(text, bytes)
    // Saved twice in the wrong way, it is garbled twice.
    if (meant !== text) return undone(meant, bytes)
  }
  return null
}

function undone(text: string, bytes: ReadonlyMap<string, number>): string {
  let meant = ''
  for (let at = 0; at < text.length; ) {
    const found = sequenceAt(text, at, bytes)
    meant += found?.meant ?? text[at]
    at += found?.length ?? 1
  }
  return meant
}

/** A UTF-8 sequence of two or three bytes (RFC 3629 §4) whose bytes stand as characters. */
function sequenceAt(
  text: string,
  at: number,
  bytes: ReadonlyMap<string, number>,
): { meant: string; length: number } | null {
  const lead = bytes.get(text[at] ?? '') ?? 0
  const length = lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : 0
  if (length === 0) return null
  let point = lead & (length === 2 ? 0x1f : 0x0f)
  for (let index = 1; index < length; index++) {
    const byte = bytes.get(text[at + index] ?? '') ?? 0
    if (byte < 0x80 || byte > 0xbf) return null
    point = (point << 6) | (byte & 0x3f)
  }
  const meant = String.fromCharCode(point)
  return isWrittenHere(meant) || point === 0xc3 || point === 0xc2 ? { meant, length } : null
}
