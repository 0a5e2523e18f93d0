import { CODE_PAGES } from './code-pages.js'

/** Lead bytes of UTF-8 (RFC 3629 §4) for characters that our texts may hold. */
const LEADS = [0xc2, 0xc3, 0xc5, 0xcc, 0xe2, 0xef, 0xf0]
const C1 = Array.from({ length: 32 }, (_, index) => String.fromCharCode(0x80 + index)).join('')

type CodePage = { leads: ReadonlyMap<string, number>; tails: ReadonlyMap<string, number> }

/** How each code page shows the bytes of UTF-8: `Ã©`, `√©` and `├®` for `é`. Where Windows has letters, Latin-1 has controls. */
const PAGES: readonly CodePage[] = Object.values(CODE_PAGES).map(table => ({
  leads: new Map(LEADS.map(lead => [table.charAt(lead - 0x80), lead])),
  tails: new Map(
    [C1, table.slice(0, 64)].flatMap(shown =>
      [...shown].map((character, index) => [character, 0x80 + index] as const),
    ),
  ),
}))

/** Control characters of Latin-1; Windows reads them as quotation marks, dashes and ligatures. */
const ALL_CONTROLS = /[\u0080-\u009f]/g
/** Characters of French, Dutch and their typography, and of office texts: arrows, signs, emoji. */
const PLAUSIBLE =
  /^[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2000-\u206f\u20ac\u2100-\u2bff\ufeff\u{1f000}-\u{1faff}]$|^[\u0300-\u0303\u0308\u030a\u0327\ufe0f]$/u
const SUSPECTS = new Set([...C1, ...PAGES.flatMap(({ leads }) => [...leads.keys()])])
const ROUNDS = 3
/** A longer run without white space is no word. */
const WORD_LIMIT = 2000
const SHOWN = 40
/** A letter between quotation marks is mentioned, not garbled: `«Â»`. */
const NAMED = /^[«“‘"(].[»”’")]$/

/** A garbled word: where, as found, as meant, and how many more follow in the text. */
export type Mojibake = { index: number; found: string; meant: string; more: number }

/** The first word that was read in a wrong code page; null where none was. Linear. */
export function mojibakeIn(text: string): Mojibake | null {
  let first: Omit<Mojibake, 'more'> | null = null
  let count = 0
  for (const { 0: word, index } of text.matchAll(/\S+/gu)) {
    const found = word.slice(0, WORD_LIMIT)
    const meant = ungarbled(found, text.charAt(index + word.length))
    if (meant === null) continue
    count += 1
    first ??= { index, found, meant }
  }
  return first && { ...around(first), more: count - 1 }
}

/**
 * The intended text where UTF-8 was read in a wrong code page and saved, perhaps repeatedly. `after`: what follows a single word. Linear. Null where
 * nothing shows such a fault.
 */
export function ungarbled(text: string, after = ''): string | null {
  if (![...text].some(character => SUSPECTS.has(character))) return null
  const read = withoutControls(readBackAll(text))
  const meant = read.replace(/\S+/gu, (word, index: number) =>
    withLostSpace(word, read.charAt(index + word.length) || after),
  )
  return meant === text ? null : meant.normalize('NFC')
}

/** Undoes several rounds: a text saved repeatedly is garbled as often. */
function readBackAll(text: string): string {
  let read = text
  for (let round = 0; round < ROUNDS; round++) {
    const next = PAGES.map(page => readBack(read, page)).find(one => one !== read)
    if (next === undefined) break
    read = next
  }
  return read
}

const withoutControls = (text: string) =>
  text
    .replace(ALL_CONTROLS, control => CODE_PAGES['windows-1252'].charAt(control.charCodeAt(0) - 0x80))
    .replace(ALL_CONTROLS, '')

/** `Ã` or `Â` at a word's end, when its no-break space became a space or a line end. */
function withLostSpace(word: string, after: string): string {
  if (!/^[\s\u00a0]?$/.test(after)) return word
  if (/(?:^|[\p{Ll}’'])Ã$/u.test(word)) return word.replace(/Ã$/, 'à')
  return /[\p{Ll}\d€%)»]Â$/u.test(word) ? word.slice(0, -1) : word
}

function readBack(text: string, page: CodePage): string {
  let out = ''
  for (let at = 0; at < text.length; ) {
    const sequence = sequenceAt(text, at, page)
    out += sequence?.character ?? text[at]
    at += sequence?.length ?? 1
  }
  return out
}

/** The character of a lead and its tails, if our texts may hold it. */
function sequenceAt(
  text: string,
  at: number,
  { leads, tails }: CodePage,
): { character: string; length: number } | null {
  const lead = leads.get(text.charAt(at))
  if (lead === undefined || NAMED.test(text.slice(Math.max(0, at - 1), at + 2))) return null
  const length = lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4
  let code = lead & (0xff >> (length + 1))
  for (let index = 1; index < length; index++) {
    const tail = tails.get(text[at + index] ?? '')
    if (tail === undefined) return null
    code = (code << 6) | (tail & 0x3f)
  }
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return null
  const character = String.fromCodePoint(code)
  return PLAUSIBLE.test(character) ? { character, length } : null
}

/** The word without YAML's quotation marks and commas, cut so that a message stays one line. */
function around({ index, found, meant }: Omit<Mojibake, 'more'>): Omit<Mojibake, 'more'> {
  const before = /^["'({[]{0,3}/.exec(found)?.[0].length ?? 0
  const after = /["'.,;:)}\]]{0,4}$/.exec(found.slice(before))?.[0].length ?? 0
  const shown = (word: string) => word.slice(before, word.length - after).slice(0, SHOWN)
  return { index: index + before, found: shown(found), meant: shown(meant) }
}
