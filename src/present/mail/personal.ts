import type { EditionContent, Reader, Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import type { Spoc } from '../../model/staff/staff.js'
import { ownName } from './own-name.js'
import { typeset } from './typography.js'
import { say } from './wording.js'

export type SpocView = { name: string; email: string; phone: string; phoneHref: string }

/** The personal words of one half, as text: the rest is the same for many readers. */
export type Personal = { salutation: string; commune: string; spoc: SpocView | null }

/** The personal words of one half for this reader. */
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

/** "Commune d’Ixelles", "Ville de Bruxelles", "Gemeente Elsene", "Stad Brussel"; empty for an unknown commune. */
export function communeName(commune: Commune | null, strings: Strings, language: Language): string {
  if (!commune) return ''
  const name = inLanguage(commune.name, language)
  if (name.startsWith(say(strings, 'communes.city-starts-with'))) return name
  return say(strings, 'communes.commune', { de: (language === 'fr' && commune.deFr) || name })
}

/** A SPOC's name may be bilingual, "Point de contact Nord / Contactpunt Noord": each half shows its own language. */
function spocView(spoc: Spoc, language: Language): SpocView {
  return {
    name: ownName(spoc.name, language),
    email: spoc.email,
    phone: spoc.phone.replaceAll(' ', '\u00a0'),
    phoneHref: phoneHref(spoc.phone),
  }
}

export const phoneHref = (phone: string) => `tel:${phone.replace(/[^+\d]/g, '')}`
