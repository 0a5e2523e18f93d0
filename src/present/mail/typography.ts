import type { Language } from '../../model/language/language.js'

const NO_BREAK = '\u00a0'
/** Addresses stay as they are: a space inside one breaks it. */
const ADDRESS = /(?:https?:\/\/|mailto:|tel:|www\.)\S+|(?<!\S)\S+@\S+|\b\d{1,2}:\d{2}\b/g

/**
 * One line of plain text in the typography of its language: apostrophes, quotation marks, no-break spaces.
 * Web and mail addresses and times (14:00) inside it stay untouched. Done twice, it gives the same.
 * Sources: Imprimerie nationale, Lexique des règles typographiques; Taalunie, taaladvies.net (aanhalingstekens).
 */
export function typeset(text: string, language: Language): string {
  const own = remembered.get(language) ?? new Map<string, string>()
  remembered.set(language, own)
  const known = own.get(text)
  if (known !== undefined) return known
  const done = outsideAddresses(text, part => noBreakSpaces(apostrophes(quotes(part, language)), language))
  if (own.size >= REMEMBERED) own.clear()
  own.set(text, done)
  return done
}

/** The same titles and labels come in each way of reading an edition. */
const remembered = new Map<Language, Map<string, string>>()
const REMEMBERED = 2000

/**
 * The same but for quotation marks: for a piece of running text, whose marks can open in one piece and close in another.
 * The plain no-break space everywhere, not the narrow one: Outlook's Word engine shows a box for that in some fonts.
 */
export function typesetPiece(text: string, language: Language): string {
  return outsideAddresses(text, part => noBreakSpaces(apostrophes(part), language))
}

function outsideAddresses(text: string, change: (part: string) => string): string {
  const kept: string[] = []
  // U+FFFC stands for an address meanwhile, so that the rules see that something stands there.
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

/** Words that are elided at their beginning: ’s avonds, ’s-Gravenbrakel, ’t, ’k, ’n, ’m, and years: ’14-’18. */
const ELIDED = /(^|[\s([«“"/—–-])['‘](?=(?:[stkmnr]|ns|tis|twas|\d{2})(?![\p{L}\d]))/giu

/** An opening mark before an elided word is what a word processor makes of the apostrophe that was typed. */
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
