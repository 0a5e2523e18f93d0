import { nameKey } from '../../model/roster/person.js'

const VACANT =
  /^(?:(?:(?:mandat|poste|mandaat|postje) )?(?:vacante?|vacature|openstaand)|[aà] (?:pourvoir|désigner|designer|compléter|nommer)|(?:nog )?(?:te begeven|aan te duiden|te bepalen|in te vullen|aan te stellen)|niet ingevuld|non (?:pourvue?|désignée?)|en attente(?: de désignation)?|n\.?(?: ?n\.?)?|[-–—/]|n\/a)$/i

/** Whether a name says that the mandate is vacant. */
export const isVacantName = (name: string) => VACANT.test(name.slice(0, 40).normalize('NFC').trim())

type Cells = Readonly<Record<string, string>>

/** « Prénom Nom » from two cells, `first_name` and `name`; `wholeNames`: the name includes the first name. */
export function wholeName(cells: Cells, { wholeNames }: { wholeNames?: boolean }): string {
  const [first, last] = [cells.first_name ?? '', cells.name ?? '']
  if (wholeNames && isWhole(cells)) return last
  if (isVacantName(last) && (first === '' || isVacantName(first))) return last
  return [first, last].filter(half => half !== '' && !/^[-–—/]$/.test(half)).join(' ')
}

/** Whether most names of a list include the first name beside them. */
export function hasWholeNames(lines: readonly Cells[]): boolean {
  const halves = lines.filter(({ first_name, name }) => first_name && name)
  return halves.filter(isWhole).length * 2 > halves.length
}

function isWhole({ first_name = '', name = '' }: Cells): boolean {
  const [first, words] = [nameKey(first_name), nameKey(name)].map(key => key.split(' '))
  return (words ?? []).length > (first ?? []).length && (first ?? []).every(word => words?.includes(word))
}
