import type { Agency, Salutations } from '../../model/agency/agency.js'
import { inEachLanguage, type Localized } from '../../model/language/language.js'
import { wordsOf } from '../../model/roster/person.js'

const WOMAN = [
  'mme',
  'madame',
  'mevr',
  'mevrouw',
  'mw',
  'mlle',
  'mademoiselle',
  'echevine',
  'bourgmestresse',
  'schepene',
]
const MAN = ['mr', 'monsieur', 'dhr', 'heer', 'mijnheer', 'meneer']

/** The words in which an agency's forms of address for women and men differ: `Frau`, `Bürgermeisterin`. */
function wordsOfWomenAndMen({ salutations, roles }: Agency): Record<'woman' | 'man', string[]> {
  const offices = Object.values(salutations).flatMap(({ mayor, alderman }) => [mayor, alderman])
  const own = (one: 'woman' | 'man', other: 'woman' | 'man') =>
    offices.flatMap(office => {
      const others = wordsOf(office[other])
      return wordsOf(office[one]).filter(word => word.length > 2 && !others.includes(word))
    })
  // A man's word for an office may stand for either: « Échevin ».
  const named = Object.values(roles).flatMap(({ fr, nl }) => wordsOf([...fr, ...nl].join(' ')))
  return { woman: own('woman', 'man'), man: own('man', 'woman').filter(word => !named.includes(word)) }
}

/**
 * The gender of an office or salutation in cells; null where it isn't given. « Échevin » counts only if the list also has « Échevine »: `tellsWomen`.
 */
export function manOrWoman(
  cells: readonly string[],
  tellsWomen: boolean,
  agency: Agency,
): 'woman' | 'man' | null {
  const said = wordsOfWomenAndMen(agency)
  const each = cells.map(cell => wordsOf(cell.slice(0, 200)))
  const words = each.flat()
  const isWoman = words.some(word => WOMAN.includes(word) || said.woman.includes(word))
  const isMan =
    words.some(word => MAN.includes(word) || said.man.includes(word) || (tellsWomen && word === 'echevin')) ||
    // Elsewhere in a name, M is an initial.
    each.some(([first]) => first === 'm')
  if (isWoman === isMan) return null
  return isWoman ? 'woman' : 'man'
}

/** How an office is addressed in each language of the agency; by the office, and never by a name. */
export function salutationFor(
  { salutations }: Pick<Agency, 'salutations'>,
  { role, isActing, person }: { role: string; isActing: boolean; person: 'woman' | 'man' | null },
): Localized {
  return inEachLanguage<Salutations, string>(salutations, ({ unknown, acting, ...offices }) => {
    if (person === null) return unknown
    return offices[role === 'mayor' ? 'mayor' : 'alderman'][person].replace(
      '{acting}',
      isActing ? acting : '',
    )
  })
}
