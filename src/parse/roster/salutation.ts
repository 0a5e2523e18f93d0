import type { Bilingual } from '../../model/problem/line.js'
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
 * Whether cells name an office, or a form of address, of a woman or of a man; null where that isn't said. « Échevin » says so
 * only in a list that has « Échevine », too: `tellsWomen`.
 */
export function manOrWoman(cells: readonly string[], tellsWomen: boolean): 'woman' | 'man' | null {
  const each = cells.map(cell => wordsOf(cell.slice(0, 200)))
  const words = each.flat()
  const isWoman = words.some(word => WOMAN.includes(word))
  const isMan =
    words.some(word => MAN.includes(word) || (tellsWomen && word === 'echevin')) ||
    // Elsewhere in a name it is an initial.
    each.some(([first]) => first === 'm')
  if (isWoman === isMan) return null
  return isWoman ? 'woman' : 'man'
}

/** The salutation of who isn't known as a man or a woman (recipients/README.md). */
const NEUTRAL: Bilingual = { fr: 'Madame, Monsieur,', nl: 'Geachte mevrouw, geachte heer,' }
export const isTitled = ({ fr }: Bilingual) => fr !== NEUTRAL.fr

/** How an office is addressed, as recipients/README.md lists it; by the office, and never by a name. */
export function salutationFor({
  role,
  isActing,
  person,
}: {
  role: string
  isActing: boolean
  person: 'woman' | 'man' | null
}): Bilingual {
  if (person === null) return NEUTRAL
  const isWoman = person === 'woman'
  const fr =
    role === 'mayor'
      ? `${isWoman ? 'Madame la' : 'Monsieur le'} Bourgmestre`
      : isWoman
        ? "Madame l'Échevine"
        : "Monsieur l'Échevin"
  const office = `${isActing ? 'waarnemend ' : ''}${role === 'mayor' ? 'burgemeester' : 'schepen'}`
  return { fr: `${fr}${isActing ? ' f.f.' : ''},`, nl: `${isWoman ? 'Mevrouw' : 'Mijnheer'} de ${office},` }
}
