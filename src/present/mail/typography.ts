import type { Language } from '../../model/language/language.js'

const NO_BREAK = '\u00a0'
/** Addresses stay unchanged: a space would break them. */
const ADDRESS = /(?:https?:\/\/|mailto:|tel:|www\.)\S+|(?<!\S)\S+@\S+|\b\d{1,2}:\d{2}\b/g

/**
 * One line of plain text in its language's typography: apostrophes, quotation marks, no-break spaces. Web and mail addresses and times (14:00) stay.
 * Idempotent. Sources: Imprimerie nationale, Lexique des règles typographiques; Taalunie, taaladvies.net (aanhalingstekens).
 */
export function typeset(text: string, language: Language): string {
  const own = memoized.get(language) ?? new Map<string, string>()
  memoized.set(language, own)
  const known = own.get(text)
  if (known !== undefined) return known
  const done = outsideAddresses(text, part => noBreakSpaces(apostrophes(quotes(part, language)), language))
  if (own.size >= MEMOIZED) own.clear()
  own.set(text, done)
  return done
}

/** Memoized: each reading of an edition has the same titles and labels. */
const memoized = new Map<Language, Map<string, string>>()
const MEMOIZED = 2000

/**
 * The same without quotation marks, for a piece of running text, which may hold only one of a pair. Uses the plain no-break space, not the narrow
 * one: Outlook's Word engine shows a box in some fonts.
 */
export function typesetPiece(text: string, language: Language): string {
  return outsideAddresses(text, part => noBreakSpaces(apostrophes(part), language))
}

function outsideAddresses(text: string, change: (part: string) => string): string {
  const kept: string[] = []
  // U+FFFC stands in for an address, so that the rules see a character there.
  const held = text.replaceAll('\ufffc', '').replace(ADDRESS, address => {
    kept.push(address)
    return '\ufffc'
  })
  let next = 0
  return change(held).replace(/\ufffc/g, () => kept[next++] ?? '')
}

function quotes(text: string, language: Language): string {
  const [open, close] = language === 'fr' ? ['« ', ' »'] : language === 'de' ? ['„', '“'] : ['“', '”']
  return text.replace(/(^|[\s([—–’'-])"([^"]+)"/g, `$1${open}$2${close}`)
}

/** Words elided at the beginning: ’s avonds, ’s-Gravenbrakel, ’t, ’k, ’n, ’m, and years: ’14-’18. */
const ELIDED = /(^|[\s([«“"/—–-])['‘](?=(?:[stkmnr]|ns|tis|twas|\d{2})(?![\p{L}\d]))/giu

/** A word processor turns a typed apostrophe before an elided word into an opening mark. */
function apostrophes(text: string): string {
  return text
    .replace(/([\p{L}\d])'(?=[\p{L}\d«“"])/gu, '$1’')
    .replace(ELIDED, '$1’')
    .replace(/(?<=’[nN])'(?!\p{L})/gu, '’')
}

function noBreakSpaces(text: string, language: Language): string {
  const numbers = text
    .replace(/(\d)[ \u202f](?=\d{3}(?!\d))/g, `$1${NO_BREAK}`)
    .replace(/(\d)[ \u202f]+(?=[€%])/g, `$1${NO_BREAK}`)
    .replace(/€[ \u202f]+(?=\d)/g, `€${NO_BREAK}`)
  if (language !== 'fr') return numbers
  return numbers
    .replace(/(?<![ \u202f])[ \u202f]+(?=[:;!?»])/g, NO_BREAK)
    .replace(/([\p{L}\d)\]"”’%€\ufffc])(?=[;!?]+(\s|$)|»|:(\s|$))/gu, `$1${NO_BREAK}`)
    .replace(/«[ \u202f]*(?=[^\s\u00a0])/g, `«${NO_BREAK}`)
    .replace(/«[ \u202f]+$/g, `«${NO_BREAK}`)
}
