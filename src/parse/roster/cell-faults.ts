import { serialDay } from '../../model/calendar/day-meant.js'
import { ungarbled } from '../../model/language/mojibake.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { GridCell } from './grid.js'

/** What spreadsheets show instead of a value, in English, French and Dutch; and a number wider than its column. */
const ERRORS = new Set([
  ...[
    '#N/A',
    '#REF!',
    '#NAME?',
    '#VALUE!',
    '#DIV/0!',
    '#NULL!',
    '#NUM!',
    '#SPILL!',
    '#CALC!',
    '#GETTING_DATA',
  ],
  ...['#NOM?', '#VALEUR!', '#NUL!', '#NOMBRE!', '#PROPAGATION!', '#CALCUL!', '#CHAMP!', '#FIELD!'],
  ...['#N/B', '#VERW!', '#NAAM?', '#WAARDE!', '#DEEL/0!', '#LEEG!', '#GETAL!', '#OVERLOPEN!', '#VELD!'],
])

/** Whether a cell's text is an error of a spreadsheet. */
export function isErrorText(text: string): boolean {
  const bare = text.slice(0, 200).toUpperCase()
  return ERRORS.has(bare) || /^#{3,}$/.test(bare) || /^(?:ERR:|FOUT:|ERREUR:)\d{3}$/.test(bare)
}

/** What is wrong with a cell as such, whatever its column is for; the day that a bare number would be, where a date belongs. */
export function cellFaults(cell: GridCell, key: string, file: string): Problem[] {
  const { text: found, place, fault } = cell
  if (fault?.kind === 'error' || isErrorText(found))
    return [problemAt(file, place, 'cell-error', { key, found })]
  if (fault?.kind === 'formula') return [problemAt(file, place, 'cell-not-computed', { key })]
  if (fault?.kind === 'struck')
    return [problemAt(file, place, 'cell-struck', { key, found, kept: fault.kept })]
  const meant = ungarbled(found)
  if (meant !== null) return [problemAt(file, place, 'text-garbled', { key, found, meant })]
  const isDay = key === 'since' || key === 'until'
  const day = isDay ? (cell.serial ?? serialDay(found)) : null
  return day === null ? [] : [problemAt(file, place, 'date-as-number', { key, found, suggestion: day })]
}
