import { languageOf } from './language-guess.js'

/** The words of a text in lower case, an elision with its apostrophe (`l'`, `qu'`). Quotations and addresses are left out. */
export function spokenWords(markdown: string): string[] {
  const own = withoutAddresses(withoutQuotations(markdown)).toLowerCase().normalize('NFC')
  const words = own.match(/\p{L}{1,60}['’]?/gu) ?? []
  return words.map(word => word.replace('’', "'"))
}

/** Whether a text has a function word of one language. */
export function hasSentenceWord(text: string): boolean {
  return languageOf(spokenWords(text), 1) !== null
}

const QUOTES: Record<string, string> = { '«': '»', '“': '”', '„': '”', '"': '"' }
/** Quotations are seldom longer; an opening mark without an end is none. */
const QUOTED_LENGTH = 400

function withoutQuotations(text: string): string {
  let own = ''
  let at = 0
  while (at < text.length) {
    const character = text[at] ?? ''
    const closing = QUOTES[character]
    const end = closing ? text.slice(at + 1, at + QUOTED_LENGTH).indexOf(closing) : -1
    own += end < 0 ? character : ' '
    at += end < 0 ? 1 : end + 2
  }
  return own
}

const withoutAddresses = (text: string) =>
  text.replace(/\]\([^()\s]{0,500}\)|<[^<>\s]{1,500}>|https?:\/\/[^\s<>]{1,500}/g, ' ')
