import { type Problem, problemAt } from '../problem/problem.js'
import { decodeText } from '../update/text-hygiene.js'
import { readTable } from './csv.js'
import { MANDATE_COLUMNS } from './recipient.js'

/** Who opens the roster in a spreadsheet must find no formula in it, neither in its full-width form. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

/** Whether a spreadsheet would take a cell for a formula. */
export const isFormula = (cell: string) => FORMULA.test(cell)

/** Cells of a list of mandate holders that a spreadsheet would take for a formula. */
export function formulaProblems(bytes: Uint8Array, file: string): Problem[] {
  const { text } = decodeText(bytes, file)
  if (text === null) return []
  return readTable(text, file, MANDATE_COLUMNS).rows.flatMap(located =>
    MANDATE_COLUMNS.filter(column => isFormula(located.written([column]))).map(column =>
      problemAt(file, located.placeOf([column]), 'cell-formula', {
        key: column,
        found: located.written([column]),
      }),
    ),
  )
}
