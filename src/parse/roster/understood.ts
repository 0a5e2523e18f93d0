import type { Agency } from '../../model/agency/agency.js'
import { isMonthFirst, monthFirstDay } from '../../model/calendar/day-meant.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import { columnsIn, type MandateColumn, salutationColumn } from '../../model/roster/recipient.js'
import { competencesMeant } from './competences-meant.js'
import { type Habits, isTick } from './flag-meant.js'
import { meantIn, type Vocabulary } from './meant.js'
import { hasWholeNames, isVacantName, wholeName } from './name-halves.js'
import { roleMeant } from './role-meant.js'
import type { TableRow } from './table-rows.js'

/** A value that was read as another: its column, the number of lines, and the first one. */
export type Understood = { column: MandateColumn; found: string; read: string; lines: number; line: number }

/**
 * The lines with values in our own words where the meaning is certain, and what was read as what. A mandate called vacant and without address is
 * vacant; a mayor « f.f. » is acting.
 */
export function understand(
  rows: readonly TableRow[],
  vocabulary: Vocabulary,
): { rows: TableRow[]; understood: Understood[] } {
  const { agency } = vocabulary
  const columns = columnsIn(agency.languages)
  const cellsOf = (row: TableRow) => row.located.value as Record<string, string>
  const all = rows.map(cellsOf)
  const habits = {
    ticks: all.some(({ acting = '' }) => isTick(acting)),
    wholeNames: hasWholeNames(all),
    monthFirst: all.some(({ since = '', until = '' }) => isMonthFirst(since) || isMonthFirst(until)),
  }
  const seen = new Map<string, Understood>()
  const read = rows.map(row => {
    const cells = cellsOf(row)
    const value: Record<string, string> = Object.create(null)
    for (const column of columns)
      if (Object.hasOwn(cells, column))
        // decision 54
        value[column] = meantIn(column, cells[column] ?? '', vocabulary, habits)
    if (Object.hasOwn(cells, 'first_name')) value.name = wholeName(cells, habits)
    alsoMeant(cells, value, agency)
    for (const column of columns) note(seen, column, foundIn(cells, column), value[column] ?? '', row)
    return lineRead(row, cells, value, vocabulary, habits)
  })
  return { rows: read, understood: [...seen.values()] }
}

function lineRead(
  { located, faults }: TableRow,
  cells: Record<string, string>,
  value: Record<string, string>,
  { agency, competences: names }: Vocabulary,
  habits: Habits,
): TableRow {
  const isFaulty = (column: MandateColumn) =>
    faults.some(({ values: of }) => 'key' in of && of.key === column)
  const competences = isFaulty('competences') ? [] : competencesMeant(cells.competences ?? '', names)
  if (isFaulty('commune')) value.commune = ''
  const written = ([key, index]: Path) =>
    typeof index === 'number' ? (competences[index] ?? '') : (value[String(key)] ?? '')
  const line = Object.assign(Object.create(null), value, 'competences' in value ? { competences } : {})
  const read = { ...located, value: line, written }
  return { located: read, faults: [...faults, ...contradictions(read, cells, habits, agency)] }
}

function contradictions(
  located: Located,
  cells: Record<string, string>,
  { monthFirst }: Habits,
  agency: Agency,
): Problem[] {
  const found = cells.role ?? ''
  const isActing = roleMeant(found, agency)?.isActing ?? false
  const acting = located.written(['acting'])
  return [
    ...(isActing && acting === 'no'
      ? [
          problemAt(located.file, located.placeOf(['acting']), 'acting-contradicted', {
            found,
            acting: cells.acting ?? '',
          }),
        ]
      : []),
    ...(['since', 'until'] as const).flatMap(key => {
      const text = cells[key] ?? ''
      const suggestion = monthFirst ? monthFirstDay(text) : null
      return suggestion === null
        ? []
        : [
            problemAt(located.file, located.placeOf([key]), 'date-month-first', {
              key,
              found: text,
              suggestion,
            }),
          ]
    }),
  ]
}

/** What one cell implies for another. */
function alsoMeant(cells: Record<string, string>, value: Record<string, string>, agency: Agency): void {
  const isActing = roleMeant(cells.role ?? '', agency)?.isActing ?? false
  if (isActing && cells.acting === '' && Object.hasOwn(value, 'acting')) value.acting = 'yes'
  if (isVacantName(value.name ?? '') && value.email === '')
    for (const column of ['name', ...agency.languages.map(salutationColumn)])
      if (Object.hasOwn(value, column)) value[column] = ''
}

const foundIn = (cells: Record<string, string>, column: MandateColumn) =>
  column === 'name' && cells.first_name ? `${cells.name} + ${cells.first_name}` : (cells[column] ?? '')

function note(
  seen: Map<string, Understood>,
  column: MandateColumn,
  found: string,
  read: string,
  row: TableRow,
): void {
  if (found === read || isSameInOwnWords(column, found, read)) return
  const key = `${column} ${found}`
  const known = seen.get(key)
  if (known) known.lines += 1
  else seen.set(key, { column, found, read, lines: 1, line: row.located.placeOf([column]).line })
}

/** `non` for no, or two spaces for one: not worth showing. */
function isSameInOwnWords(column: MandateColumn, found: string, read: string): boolean {
  return column === 'competences' && found.split(/\s+/).join(' ') === read
}
