import type { Agency } from '../../model/agency/agency.js'
import { dayInCell } from '../../model/calendar/day-meant.js'
import type { Language, Reading } from '../../model/language/language.js'
import { bareName, codeNamed, type NameList } from '../../model/language/names.js'
import type { MandateColumn } from '../../model/roster/recipient.js'
import { isEmailAddress } from '../../model/staff/address-from.js'
import { competencesMeant } from './competences-meant.js'
import { flagMeant, type Habits, isNothing } from './flag-meant.js'
import { roleMeant } from './role-meant.js'

/** Names that people use for codes: of competences, and of communes with postal codes. */
export type Vocabulary = {
  competences: NameList
  communes: NameList
  /** Beginnings of names that only one commune has: `Molenbeek`, `Saint-Josse`. */
  shortNames: ReadonlyMap<string, string>
  postalCodes: ReadonlyMap<string, string>
  agency: Agency
}

/** A cell in our own words; unchanged where the meaning is uncertain. */
export function meantIn(column: MandateColumn, text: string, vocabulary: Vocabulary, habits: Habits): string {
  if (column === 'acting') return flagMeant(text, habits)
  if (text === '') return text
  if (column === 'role') return roleMeant(text, vocabulary.agency)?.role ?? text
  if (column === 'commune') return communeMeant(text, vocabulary) ?? text
  if (column === 'competences') return competencesMeant(text, vocabulary.competences).join(' ')
  if (column === 'languages') return languagesMeant(text, vocabulary.agency.languages) ?? text
  if (column === 'email') return isNothing(text) ? '' : (emailMeant(text) ?? text)
  if (column === 'since' || column === 'until') return dayIn(text, habits)
  return (column === 'phone' || column === 'phone_secretariat') && isNothing(text) ? '' : text
}

function communeMeant(text: string, vocabulary: Vocabulary): string | null {
  const found = communesIn(text, vocabulary)
  if (found) return found
  // `Ixelles / Elsene`, `1050 Ixelles`, `Ixelles (21009)`: all parts mean the same.
  const parts = text
    .slice(0, 120)
    .split(/[/()|,;]| [-–—] |(?<=^\d{4,5}) |(?= \d{4,5}$)/)
    .map(part => part.trim())
    .filter(part => part !== '')
  const [first, ...others] = parts.map(part => communesIn(part, vocabulary))
  return parts.length > 1 && first && others.every(other => other === first) ? first : null
}

const BODY =
  /^(?:l['’]|la |de )?(?:administration communale|commune|ville|gemeentebestuur|gemeente|stad)(?: van| de la| du| de)? ?(?:d['’])?/i

const CITY = /[- ](?:ville|stad)$/i

function communesIn(text: string, { communes, shortNames, postalCodes }: Vocabulary): string | null {
  const digits = text.slice(0, 20).replace(/[\s.]/g, '')
  if (/^\d{5}$/.test(digits)) return Object.hasOwn(communes, digits) ? digits : null
  if (/^(?:B-?)?\d{4}$/.test(digits)) return postalCodes.get(digits.slice(-4)) ?? null
  const named = codeNamed(text, communes)
  if (named) return named
  const bare = text.slice(0, 100).replace(BODY, '').replace(CITY, '').trim()
  return codeNamed(bare, communes) ?? shortNames.get(bareName(bare)) ?? null
}

const LANGUAGE_NAMES: NameList = {
  fr: {
    fr: ['français', 'f', 'francophone', 'franc', 'fra', 'french', 'fr-be'],
    nl: ['Frans', 'Franstalig', 'Franstalige'],
  },
  nl: {
    fr: ['néerlandais', 'n', 'néerlandophone', 'nld', 'ned', 'dutch', 'nl-be', 'flamand'],
    nl: ['Nederlands', 'Nederlandstalig', 'Nederlandstalige', 'Vlaams'],
  },
}

/** The languages and their order in `FR`, `N`, `fr-BE`, `Français/Nederlands`, `NL et FR`; null where no order is given. */
export function languagesMeant(text: string, languages: readonly Language[]): Reading | null {
  const words = text
    .slice(0, 60)
    .replace(/\b([a-z]{2})[-_ ]be\b/gi, '$1')
    .split(/[\s+/,;&|()-]+/)
    .filter(word => !['', 'et', 'en', 'and', 'puis', 'dan'].includes(bareName(word)))
  const codes = words.map(
    word =>
      codeNamed(word.toLowerCase(), LANGUAGE_NAMES) ??
      (languages.includes(word.toLowerCase()) ? word.toLowerCase() : null),
  )
  const isSaid = codes.length > 0 && !codes.includes(null) && new Set(codes).size === codes.length
  return isSaid ? codes.join('+') : null
}

/** The address in a cell beside a name, scheme or final sign; null where a letter would have to change. */
export function emailMeant(text: string): string | null {
  const short = text.slice(0, 400)
  const inBrackets = /^[^<>@]*<\s*([^<>\s]+)\s*>[\s.,;]*$/.exec(short)?.[1]
  const shown = inBrackets ?? short
  // A mailto link may have a subject.
  const [address = ''] = /^mailto:/i.test(shown)
    ? shown.slice('mailto:'.length).trimStart().split('?', 1)
    : [shown]
  const bare = address.replace(/(?<![.,;\s])[.,;\s]+$/, '')
  return isEmailAddress(bare) ? bare : null
}

function dayIn(text: string, { monthFirst }: Habits): string {
  if (isNothing(text)) return ''
  // In a list with `12/31/2018`, `03/12/2018` may be 12 March.
  return (monthFirst && text.includes('/') ? null : dayInCell(text)) ?? text
}
