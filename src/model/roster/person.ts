import { sameAddress } from '../staff/email-address.js'
import type { MandateHolder } from './recipient.js'

/** The fields that tell who holds a mandate. */
export type PersonLine = Pick<MandateHolder, 'name' | 'email' | 'salutation' | 'commune' | 'role'>

/**
 * Lines of the roster by person, in the order of first lines. One person has the same address and name, and no contradiction between lines. In doubt
 * they are two people, who get two mails.
 */
export function peopleOf<T extends PersonLine>(lines: readonly T[]): T[][] {
  const byKey = new Map<string, T[]>()
  for (const line of lines) {
    const key = line.email === '' || line.name === '' ? null : personKey(line)
    const same = key === null ? undefined : byKey.get(key)
    if (same) same.push(line)
    else byKey.set(key ?? `nobody ${byKey.size}`, [line])
  }
  return [...byKey.values()].flatMap(same => (isOnePerson(same) ? [same] : same.map(line => [line])))
}

/** Name and address of a line regardless of typing: the same for one person. */
export const personKey = ({ name, email }: Pick<PersonLine, 'name' | 'email'>) =>
  `${email.toLowerCase()} ${nameKey(name)}`

/** A name regardless of typing: case, spaces, apostrophes, hyphens, encoding of accents. */
export function nameKey(name: string): string {
  return name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[’‘ʼ´`]/g, "'")
    .replace(/[‐‑–—]/g, '-')
    .split(/\s+/)
    .filter(Boolean)
    .join(' ')
}

/** Whether two lines alone show one person. */
export function isSameHolder(a: PersonLine, b: PersonLine): boolean {
  return a.email !== '' && a.name !== '' && personKey(a) === personKey(b) && isOnePerson([a, b])
}

/** Words for an office in which several people work: no person. */
const OFFICES = ['cabinet', 'kabinet', 'college', 'secretariat', 'secretariaat', 'collegesecretariaat']
/** The same, unless a mandate is named as well: "Bourgmestre de la commune d'Ixelles". */
const PLACES = [
  ...['commune', 'gemeente', 'ville', 'stad', 'maison', 'hotel', 'gemeentehuis', 'stadhuis'],
  ...[
    'service',
    'dienst',
    'administration',
    'administratie',
    'bestuur',
    'accueil',
    'onthaal',
    'contact',
    'info',
  ],
]
const MAYOR = ['bourgmestre', 'burgemeester', 'bourgmestres', 'maire']
const ALDERMAN = ['echevin', 'echevine', 'echevins', 'schepen', 'schepene', 'schepenen', 'echevinat']
/** Words that don't tell which mandate it is. */
const FILLERS = [
  ...['de', 'du', 'des', 'd', 'la', 'le', 'les', 'l', 'van', 'het', 'der', 'den', 'en', 'et'],
  ...['f', 'ff', 'fonction', 'faisant', 'waarnemend', 'wnd', 'premier', 'premiere', 'eerste'],
  ...['m', 'mr', 'mme', 'mevr', 'dhr', 'monsieur', 'madame', 'mevrouw', 'mijnheer', 'heer'],
]

/**
 * Whether lines with one name and address are one person. A person's name suffices unless the salutations differ in gender. A function as name is one
 * person only for the mayor and one alderman of a commune. An office's name is nobody's.
 */
function isOnePerson(lines: readonly PersonLine[]): boolean {
  const [first] = lines
  if (!first || lines.length === 1) return true
  if (new Set(lines.flatMap(({ salutation }) => genderOf(salutation) ?? [])).size > 1) return false
  const words = wordsOf(first.name)
  const has = (list: readonly string[]) => words.some(word => list.includes(word))
  const isFunction = has(MAYOR) || has(ALDERMAN)
  if (has(OFFICES) || (has(PLACES) && !isFunction)) return false
  if (!isFunction) return true
  const isNamed = has(MAYOR) || words.some(word => !ALDERMAN.includes(word) && !FILLERS.includes(word))
  const roles = new Set(lines.map(({ role }) => role))
  const communes = new Set(lines.map(({ commune }) => commune))
  return isNamed && lines.length === 2 && roles.size === 2 && communes.size === 1
}

export const wordsOf = (text: string) =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)

const WOMAN = ['madame', 'mme', 'mevrouw', 'mevr']
const MAN = ['monsieur', 'm', 'mijnheer', 'meneer', 'heer', 'dhr']

/** The gender of a salutation; null where it tells neither or both. */
function genderOf({ fr, nl }: PersonLine['salutation']): 'woman' | 'man' | null {
  const words = wordsOf(`${fr} ${nl}`)
  const [isWoman, isMan] = [WOMAN, MAN].map(list => words.some(word => list.includes(word)))
  if (isWoman === isMan) return null
  return isWoman ? 'woman' : 'man'
}

/** A name without accents, word order and forms of address: the same for two spellings of one name. */
export const looseName = (name: string) =>
  wordsOf(name)
    .filter(word => !WOMAN.includes(word) && !MAN.includes(word))
    .sort()
    .join(' ')

/** Whether it is a person's name, not a function or office. */
export function isPersonsName(name: string): boolean {
  const words = wordsOf(name)
  return (
    words.length > 0 &&
    ![OFFICES, PLACES, MAYOR, ALDERMAN].some(list => words.some(word => list.includes(word)))
  )
}

/** The ids of all lines of a mandate's holder; only that one for a vacancy. */
export function linesOfPerson(lines: readonly (PersonLine & { id: string })[], id: string): string[] {
  return (
    peopleOf(lines.filter(({ email }) => email !== ''))
      .map(person => person.map(line => line.id))
      .find(ids => ids.includes(id)) ?? [id]
  )
}

/** The ids of other people with a mandate's address, on this ISO date or later. */
export function othersAt(
  lines: readonly (PersonLine & { id: string; until: string | null })[],
  { id, address, today }: { id: string; address: string; today: string },
): string[] {
  const own = linesOfPerson(lines, id)
  return lines
    .filter(one => sameAddress(one.email, address) && (one.until ?? today) >= today)
    .map(one => one.id)
    .filter(other => !own.includes(other))
}
