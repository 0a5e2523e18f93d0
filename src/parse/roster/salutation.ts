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

/**
 * The gender of an office or salutation in cells; null where it isn't given. « Échevin » counts only if the list also has « Échevine »: `tellsWomen`.
 */
export function manOrWoman(cells: readonly string[], tellsWomen: boolean): 'woman' | 'man' | null {
  const each = cells.map(cell => wordsOf(cell.slice(0, 200)))
  const words = each.flat()
  const isWoman = words.some(word => WOMAN.includes(word))
  const isMan =
    words.some(word => MAN.includes(word) || (tellsWomen && word === 'echevin')) ||
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
