import { forEach, type Language } from '../../model/language/language.js'
import type { Personal } from './personal.js'

export type Marks = {
  /** Stands in a view in place of the words, and is found again in the result. */
  of: Record<Language, Personal>
  /** Whether this text holds a mark. */
  isIn: (text: string) => boolean
  /** The text with the known words; other marks stay. */
  fill: (text: string, words: Words) => string
  /** The same in HTML, where the words are escaped. */
  fillHtml: (text: string, words: Words) => string
}

export type Words = Partial<Record<Language, Partial<Personal>>>

const MARK = /ESTAFETTE-([A-Za-z0-9]+)-(salutation|commune|spoc-(?:name|email|phone|href))-([a-z]{2})-MARK/g

/**
 * Marks that no editor can write into an edition, since `secret`, letters and digits, is unknown to them. With marks, what many readers share is
 * rendered and encoded once.
 */
export function openMarks(secret: string, languages: readonly Language[]): Marks {
  const start = `ESTAFETTE-${secret}-`
  const marked = (language: Language): Personal => {
    const one = (name: string) => `${start}${name}-${language}-MARK`
    const spoc = {
      name: one('spoc-name'),
      email: one('spoc-email'),
      phone: one('spoc-phone'),
      phoneHref: one('spoc-href'),
    }
    return { salutation: one('salutation'), commune: one('commune'), spoc }
  }
  const filled = (text: string, words: Words, isHtml: boolean) =>
    text.replace(MARK, (found, by: string, name: string, language: Language) => {
      // decision 24
      const word = by === secret ? wordFor(words[language], name) : undefined
      if (word === undefined) return found
      return isHtml ? escapeHtml(word) : word
    })
  return {
    of: forEach(languages, marked),
    isIn: text => text.includes(start),
    fill: (text, words) => filled(text, words, false),
    fillHtml: (text, words) => filled(text, words, true),
  }
}

/** Escapes as the templates do (Handlebars). */
const escapeHtml = (text: string) =>
  text.replace(/[&<>"'`=]/g, character => ESCAPED[character as keyof typeof ESCAPED])
const ESCAPED = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#x27;',
  '`': '&#x60;',
  '=': '&#x3D;',
}

function wordFor(personal: Partial<Personal> | undefined, name: string): string | undefined {
  switch (name) {
    case 'salutation':
      return personal?.salutation
    case 'commune':
      return personal?.commune
    case 'spoc-name':
      return personal?.spoc?.name
    case 'spoc-email':
      return personal?.spoc?.email
    case 'spoc-phone':
      return personal?.spoc?.phone
    default:
      return personal?.spoc?.phoneHref
  }
}
