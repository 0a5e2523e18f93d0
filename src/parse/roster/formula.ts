import { type Problem, problemAt } from '../../model/problem/problem.js'
import { isPhoneColumn, type MandateColumn } from '../../model/roster/recipient.js'
import { readPhone } from '../../model/staff/phone-number.js'
import type { TableRow } from './table-rows.js'

/** Formulas must not appear in the roster's cells, not even in full-width form. */
const FORMULA = /^[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/

/** Whether a spreadsheet would take a cell for a formula. */
export const isFormula = (cell: string) => FORMULA.test(cell)

/** `+32 2 000 00 01` is a usual phone number in input; we never write one so into a cell. */
const isFormulaIn = (column: MandateColumn, cell: string) =>
  isFormula(cell) && !(isPhoneColumn(column) && 'number' in readPhone(cell))

/** Problems of cells that a spreadsheet would take for a formula. */
export function formulaProblems(rows: readonly TableRow[], columns: readonly MandateColumn[]): Problem[] {
  return rows.flatMap(({ located }) =>
    columns
      .filter(column => isFormulaIn(column, located.written([column])))
      .map(column =>
        problemAt(located.file, located.placeOf([column]), 'cell-formula', {
          key: column,
          found: located.written([column]),
        }),
      ),
  )
}
