import type { EditionContent, Reader, Strings } from '../../model/editions/edition.js'
import { forEach, inLanguage, type Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import type { Spoc } from '../../model/staff/staff.js'
import { ownName } from './own-name.js'
import { typeset } from './typography.js'
import { say } from './wording.js'

export type SpocView = { name: string; email: string; phone: string; phoneHref: string }

/** All that one half of a mail says of its reader by name, as text: the rest is the same for many. */
export type Personal = { salutation: string; commune: string; spoc: SpocView | null }

/** What stands in one half for this reader. */
export function personalWords(content: EditionContent, reader: Reader, language: Language): Personal {
  const commune = content.communes.find(({ nis }) => nis === reader.commune) ?? null
  const spoc = Object.hasOwn(content.spocs, reader.commune) ? (content.spocs[reader.commune] ?? null) : null
  return {
    salutation: typeset(inLanguage(reader.salutation, language), language),
    commune: communeWords(commune, content, language),
    spoc: spoc && spocView(spoc, language),
  }
}

const communeWords = (commune: Commune | null, { strings }: EditionContent, language: Language) =>
  typeset(communeName(commune, inLanguage(strings, language), language), language)

/** "Commune d’Ixelles", "Ville de Bruxelles", "Gemeente Elsene", "Stad Brussel"; empty where the commune is unknown. */
export function communeName(commune: Commune | null, strings: Strings, language: Language): string {
  if (!commune) return ''
  const name = inLanguage(commune.name, language)
  if (name.startsWith(say(strings, 'communes.city-starts-with'))) return name
  return say(strings, 'communes.commune', { de: (language === 'fr' && commune.deFr) || name })
}

/** A SPOC's name can hold both languages, "Point de contact Nord / Contactpunt Noord": each half shows its own. */
function spocView(spoc: Spoc, language: Language): SpocView {
  return {
    name: ownName(spoc.name, language),
    email: spoc.email,
    phone: spoc.phone.replaceAll(' ', '\u00a0'),
    phoneHref: phoneHref(spoc.phone),
  }
}

export const phoneHref = (phone: string) => `tel:${phone.replace(/[^+\d]/g, '')}`

export type Marks = {
  /** Stands in a view instead of the words, and is found again in what was made of it. */
  of: Record<Language, Personal>
  /** Does this text hold a mark? */
  isIn: (text: string) => boolean
  /** The text with the words that are known, escaped for where they go; the others stay marks. */
  fill: (text: string, words: Words, escaped: (word: string) => string) => string
}

export type Words = Partial<Record<Language, Partial<Personal>>>

const MARK = /ESTAFETTE-([A-Za-z0-9]+)-(salutation|commune|spoc-(?:name|email|phone|href))-([a-z]{2})-MARK/g

/**
 * Marks that nobody can write into an edition: `secret`, letters and digits, is known to nobody who writes one. With them, what many readers
 * have in common is rendered and encoded once for all.
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
  return {
    of: forEach(languages, marked),
    isIn: text => text.includes(start),
    fill: (text, words, escaped) =>
      text.replace(MARK, (found, by: string, name: string, language: Language) => {
        // decision 24
        const word = by === secret ? wordFor(words[language], name) : undefined
        return word === undefined ? found : escaped(word)
      }),
  }
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
