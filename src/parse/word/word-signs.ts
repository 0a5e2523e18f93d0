/** Symbol fonts, where a letter shows as another character: from the letter's code to Unicode. */
const WINGDINGS: Record<string, string> = {
  '22': '✂',
  '28': '☎',
  '2A': '✉',
  '45': '☜',
  '46': '☞',
  '4A': '☺',
  '4C': '☹',
  '52': '☀',
  '6C': '●',
  '6E': '■',
  '6F': '☐',
  '75': '◆',
  '9F': '•',
  A7: '▪',
  A8: '☐',
  AB: '★',
  B7: '•',
  D8: '➢',
  DF: '←',
  E0: '→',
  E1: '↑',
  E2: '↓',
  E7: '←',
  E8: '→',
  E9: '↑',
  EA: '↓',
  F0: '⇨',
  FB: '✗',
  FC: '✓',
  FD: '☒',
  FE: '☑',
}
/** The Symbol font from 0x41 on (Adobe Symbol encoding): Greek, and characters at other codes. */
const GREEK_CAPITALS = 'ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ'
const GREEK_SMALL = 'αβχδεφγηιϕκλμνοπθρστυϖωξψζ'
const SYMBOL: Record<string, string> = {
  A3: '≤',
  A5: '∞',
  AB: '↔',
  AC: '←',
  AD: '↑',
  AE: '→',
  AF: '↓',
  B0: '°',
  B1: '±',
  B3: '≥',
  B4: '×',
  B7: '•',
  B8: '÷',
  B9: '≠',
  BB: '≈',
  D6: '√',
  DE: '⇒',
  E5: '∑',
  A0: '€',
  D2: '®',
  D3: '©',
  D4: '™',
}

const TABLES: Record<string, Record<string, string>> = {
  '': WINGDINGS,
  wingdings: WINGDINGS,
  'wingdings 2': { '4F': '✗', '50': '✓', '51': '☒', '52': '☑', A3: '☐' },
  'wingdings 3': {},
  webdings: { '61': '✓', '72': '✗' },
  symbol: SYMBOL,
}

/** Whether each letter of a font is a sign. */
export function isSignFont(font: string): boolean {
  return font !== '' && Object.hasOwn(TABLES, font.toLowerCase())
}

/**
 * The Unicode character of a sign: `sign` is a character of a symbol font, or of Word's private area U+F020–F0FF. Null where unknown, and for
 * ordinary fonts.
 */
export function signOf(sign: string, font: string): string | null {
  const code = sign.codePointAt(0) ?? 0
  const isPrivate = code >= 0xf020 && code <= 0xf0ff
  if (!isPrivate && !(isSignFont(font) && code >= 0x20 && code <= 0xff)) return null
  const low = code & 0xff
  if (font.toLowerCase() === 'symbol') return symbolOf(low)
  return TABLES[isSignFont(font) ? font.toLowerCase() : '']?.[hex(low)] ?? null
}

function symbolOf(code: number): string | null {
  if (code >= 0x41 && code <= 0x5a) return GREEK_CAPITALS[code - 0x41] ?? null
  if (code >= 0x61 && code <= 0x7a) return GREEK_SMALL[code - 0x61] ?? null
  const isAscii = code === 0x20 || (code >= 0x28 && code <= 0x3f && code !== 0x2a)
  return isAscii ? String.fromCharCode(code) : (SYMBOL[hex(code)] ?? null)
}

const hex = (code: number) => code.toString(16).toUpperCase().padStart(2, '0')

/** A text with its signs in Unicode; `isLost` where one is unknown. */
export function textWithSigns(text: string, font: string): { text: string; isLost: boolean } {
  if (!isSignFont(font) && !/[\uf020-\uf0ff]/.test(text)) return { text, isLost: false }
  const signs = [...text].map(character => (isSign(character, font) ? signOf(character, font) : character))
  return { text: signs.map(sign => sign ?? '\uFFFD').join(''), isLost: signs.includes(null) }
}

function isSign(character: string, font: string): boolean {
  const isPrivate = character >= '\uf020' && character <= '\uf0ff'
  return isPrivate || (isSignFont(font) && character > ' ' && character <= '\u00ff' && character !== '\u00a0')
}
