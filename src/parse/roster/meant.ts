import type { MandateRole } from '../../model/agency/role-names.js'
import { ROLE_NAMES } from '../../model/agency/role-names.js'
import { dayInCell } from '../../model/calendar/day-meant.js'
import { READINGS, type Reading } from '../../model/language/language.js'
import { bareName, codeNamed, type NameList } from '../../model/language/names.js'
import { isEmailAddress } from '../../model/staff/email-address.js'
import type { MandateColumn } from './heading.js'

/** The names by which people write codes: of competences, and of communes with their postal codes. */
export type Vocabulary = {
  competences: NameList
  communes: NameList
  /** The beginnings of names of which only one commune has each: `Molenbeek`, `Saint-Josse`. */
  shortNames: ReadonlyMap<string, string>
  postalCodes: ReadonlyMap<string, string>
}

/** What a whole list says of how it is written. */
export type Habits = { ticks: boolean; monthFirst: boolean; wholeNames?: boolean }

/** What a cell says in our own words; as it stands where that can't be known for sure. */
export function meantIn(column: MandateColumn, text: string, vocabulary: Vocabulary, habits: Habits): string {
  if (column === 'acting') return flagMeant(text, habits)
  if (text === '') return text
  if (column === 'role') return roleMeant(text)?.role ?? text
  if (column === 'commune') return communeMeant(text, vocabulary) ?? text
  if (column === 'competences') return competencesMeant(text, vocabulary.competences).join(' ')
  if (column === 'languages') return languagesMeant(text) ?? text
  if (column === 'email') return isNothing(text) ? '' : (emailMeant(text) ?? text)
  if (column === 'since' || column === 'until') return dayIn(text, habits)
  return (column === 'phone' || column === 'phone_secretariat') && isNothing(text) ? '' : text
}

/** What people write into a cell with nothing in it. */
const NOTHING = /^(?:[-–—/]{1,3}|n\/a|n\.a\.?|nvt|n\.v\.t\.?|s\.o\.?|neant|nihil|geen|aucune?)$/i
const isNothing = (text: string) => NOTHING.test(text.slice(0, 12).normalize('NFD').replace(/\p{M}/gu, ''))

const YES = [
  'yes',
  'true',
  '1',
  'oui',
  'ja',
  'vrai',
  'waar',
  'o',
  'j',
  'y',
  'x',
  '✓',
  '✔',
  'ff',
  'wnd',
  'waarnemend',
  'faisantfonction',
  'faisantfonctions',
]
const NO = ['no', 'false', '0', 'non', 'nee', 'neen', 'faux', 'onwaar', 'n']
const TICKS = ['x', '✓', '✔', 'ff', 'wnd', 'waarnemend', 'faisantfonction', 'faisantfonctions']

const flagOf = (text: string) => (/[✓✔]/.test(text.slice(0, 4)) ? '✓' : bareName(text))

/** Whether a cell marks a line by a sign, so that those without it are not marked. */
export const isTick = (text: string) => TICKS.includes(flagOf(text))

function flagMeant(text: string, { ticks }: Habits): string {
  const flag = flagOf(text)
  if (YES.includes(flag)) return 'yes'
  if (NO.includes(flag)) return 'no'
  return ticks && (text === '' || isNothing(text)) ? 'no' : text
}

/** Words around the name of an office that change nothing in it. */
const AROUND = new Set([
  ...['mme', 'mevr', 'mevrouw', 'mw', 'madame', 'm', 'mr', 'mijnheer', 'monsieur', 'dhr', 'heer', 'dame'],
  ...[
    'le',
    'la',
    'l',
    'de',
    'den',
    'het',
    'du',
    'premier',
    'premiere',
    'second',
    'seconde',
    'eerste',
    'tweede',
    'derde',
  ],
])
const ORDINAL = /^\d{1,2}(?:er|ere|re|e|eme|ieme|de|ste)?$/
const ACTING = ['ff', 'wnd', 'waarnemend', 'waarnemende', 'faisant', 'fonction', 'fonctions']

/** The office that a cell names, `Mme la Bourgmestre f.f.`, `1er échevin`, `waarnemend burgemeester`; null for another, as honorary ones. */
export function roleMeant(text: string): { role: MandateRole; isActing: boolean } | null {
  const words = text
    .slice(0, 100)
    .replace(/\bf\s?\.\s?f\b\.?/gi, ' ff ')
    .replace(/\bwnd\./gi, ' wnd ')
    .split(/[\s,'’.]|(?<=^|\s)\((?=f\.?f|wnd)/i)
    .map(bareName)
    .filter(word => word !== '' && !AROUND.has(word) && !ORDINAL.test(word))
  const [office = '', ...others] = words.filter(word => !ACTING.includes(word))
  const role = others.length === 0 ? codeNamed(office, ROLE_NAMES) : null
  const isActing = words.some(word => ACTING.includes(word))
  return role === 'mayor' || role === 'alderman' ? { role, isActing } : null
}

function communeMeant(text: string, vocabulary: Vocabulary): string | null {
  const found = communesIn(text, vocabulary)
  if (found) return found
  // `Ixelles / Elsene`, `1050 Ixelles`, `Ixelles (21009)`: each part says the same.
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

/** Words between competences, and around their names. */
const BETWEEN = new Set([
  'et',
  'en',
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'l',
  'd',
  'het',
  'van',
  'and',
  'ainsi',
  'que',
  'alsook',
])
/** No name of a competence has more words. */
const LONGEST_NAME = 6

/**
 * The competences that a cell lists by code or name, however they are set apart: `Économie, espace public et emploi`. What is none
 * of them stays, as written between signs.
 */
export function competencesMeant(text: string, names: NameList): string[] {
  if (isNothing(text)) return []
  return text.split(/[,;/\n•·+&|]/).flatMap(part => {
    const words = part.split(/[\s'’]+/).filter(word => bareName(word) !== '')
    const codes = codesIn(words, names)
    // `économie foo` is two words, of which one is wrong; `travaux publics` is one thing.
    const isList = words.some(word => Object.hasOwn(names, word.toLowerCase()))
    return (
      codes ?? (isList ? words.map(word => codeNamed(word, names) ?? word) : [part.trim()].filter(Boolean))
    )
  })
}

/** Null where a word belongs to no name. */
function codesIn(words: readonly string[], names: NameList): string[] | null {
  const codes: string[] = []
  for (let at = 0; at < words.length; ) {
    const length = [...Array(LONGEST_NAME).keys()]
      .map(index => LONGEST_NAME - index)
      .find(one => at + one <= words.length && codeNamed(words.slice(at, at + one).join(''), names))
    const code = length && codeNamed(words.slice(at, at + length).join(''), names)
    if (code) codes.push(code)
    else if (!BETWEEN.has(bareName(words[at] ?? ''))) return null
    at += length ?? 1
  }
  return [...new Set(codes)]
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

/** `FR`, `N`, `fr-BE`, `Français/Nederlands`, `NL et FR`: which come in which order; null where the order isn't said. */
export function languagesMeant(text: string): Reading | null {
  const words = text
    .slice(0, 60)
    .replace(/\b(fr|nl)[-_ ]be\b/gi, '$1')
    .split(/[\s+/,;&|()-]+/)
    .filter(word => !['', 'et', 'en', 'and', 'puis', 'dan'].includes(bareName(word)))
  const codes = words.map(word => codeNamed(word.toLowerCase(), LANGUAGE_NAMES))
  return READINGS.find(reading => reading === codes.join('+')) ?? null
}

/** The address that a cell shows beside a name, a scheme or a sign at its end; null where a letter of it would be another. */
export function emailMeant(text: string): string | null {
  const short = text.slice(0, 400)
  const inBrackets = /^[^<>@]*<\s*([^<>\s]+)\s*>[\s.,;]*$/.exec(short)?.[1]
  const shown = inBrackets ?? short
  // A link to write to somebody may carry a subject.
  const [address = ''] = /^mailto:/i.test(shown)
    ? shown.slice('mailto:'.length).trimStart().split('?', 1)
    : [shown]
  const bare = address.replace(/(?<![.,;\s])[.,;\s]+$/, '')
  return isEmailAddress(bare) ? bare : null
}

function dayIn(text: string, { monthFirst }: Habits): string {
  if (isNothing(text)) return ''
  // `03/12/2018` beside `12/31/2018` may be the 12th of March.
  return (monthFirst && text.includes('/') ? null : dayInCell(text)) ?? text
}
