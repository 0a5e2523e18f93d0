import type { Agency } from '../../model/agency/agency.js'
import { didYouMean } from '../../model/language/did-you-mean.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import { columnsIn, isPhoneColumn, salutationColumn } from '../../model/roster/recipient.js'
import type { GridCell, GridRow } from './grid.js'
import { columnNear, incomingColumns, ownColumns } from './heading.js'
import type { PartColumn } from './heading-names.js'

/** The headings as written, and the lines above them, such as a title. */
export type Heading = { line: number; columns: { heading: string; column: string }[]; above: LineText[] }
export type LineText = { line: number; text: string }

/** `isIncoming`: from elsewhere. `readsTitles`: « Civilité » replaces missing salutations. */
export type TableWishes = {
  notNeeded?: readonly string[]
  isIncoming?: boolean
  readsTitles?: boolean
  agency: Agency
}

/** A column of the list: its heading, our name for it, and its cell index. */
export type Column = {
  head: GridCell
  name: string
  /** In a list from elsewhere, the part of our column that it holds. */
  part: PartColumn | null
  index: number
  firstBelow: GridCell | null
}

/** Columns with a heading or a value; spreadsheets add empty ones at the end. */
export function columnsOf(head: GridRow, below: readonly GridRow[], wishes: TableWishes): Column[] {
  const { names, parts } = columnNames(
    head.cells.map(({ text }) => text),
    wishes,
  )
  return head.cells.flatMap((cell, index) => {
    const firstBelow = below.find(row => (row.cells[index]?.text ?? '') !== '')?.cells[index] ?? null
    if (cell.text === '' && !firstBelow) return []
    return [
      {
        head: cell,
        name: (names[index] ?? '').toLowerCase(),
        part: parts.get(index) ?? null,
        index,
        firstBelow,
      },
    ]
  })
}

export function columnNames(heads: readonly string[], { isIncoming, readsTitles, agency }: TableWishes) {
  if (!isIncoming) return { names: ownColumns(heads), parts: new Map<number, PartColumn>() }
  const { names, parts } = incomingColumns(heads)
  const isTitleUsed =
    readsTitles && agency.languages.some(language => !names.includes(salutationColumn(language)))
  return { names, parts: new Map([...parts].filter(([, part]) => part !== 'title' || isTitleUsed)) }
}

export function columnProblems(
  columns: readonly Column[],
  file: string,
  line: number,
  wishes: TableWishes,
): Problem[] {
  const names = columns.map(({ name }) => name)
  const { notNeeded = [], isIncoming = false } = wishes
  const all = allColumns(wishes)
  const absent = all.filter(column => !names.includes(column))
  const seen = new Set<string>()
  const needed = absent.filter(column => !isPhoneColumn(column) && !notNeeded.includes(column))
  const left: GridCell[] = []
  const problems: Problem[] = needed.map(column =>
    problemAt(file, { line, column: 1 }, 'column-missing', { column }),
  )
  for (const { head, name, part, firstBelow } of columns) {
    if (part) continue
    if (head.text === '') {
      const found = firstBelow?.text ?? ''
      problems.push(problemAt(file, firstBelow?.place ?? head.place, 'column-unnamed', { found }))
    } else if (!isColumn(name, wishes)) {
      // Further ones are only counted.
      const isMany = problems.length + left.length >= 100
      const suggestion = isMany ? null : isIncoming ? columnNear(head.text, absent) : didYouMean(name, absent)
      if (isIncoming && suggestion === null) {
        left.push(head)
        continue
      }
      const values = { column: head.text, suggestion, allowed: [...all] as string[] }
      problems.push(problemAt(file, head.place, 'column-unknown', values))
    } else if (seen.has(name)) problems.push(problemAt(file, head.place, 'column-twice', { column: name }))
    seen.add(name)
  }
  const [first] = left
  if (first)
    problems.push(problemAt(file, first.place, 'columns-left', { columns: left.map(({ text }) => text) }))
  return problems
}

const allColumns = ({ agency }: TableWishes) => columnsIn(agency.languages)
export const isColumn = (name: string, wishes: TableWishes) =>
  allColumns(wishes).some(column => column === name)

/** The column under which a part is shown. */
export const PART_OF: Record<PartColumn, string> = { first_name: 'name', title: 'salutation' }

export function headingOf(
  columns: readonly Column[],
  line: number,
  above: readonly GridRow[],
  wishes: TableWishes,
): Heading {
  return {
    line,
    columns: columns
      .filter(({ head, name, part }) => part || (isColumn(name, wishes) && head.text !== name))
      .map(({ head, name, part }) => ({ heading: head.text, column: part ? PART_OF[part] : name })),
    above: above.map(row => ({
      line: row.line,
      text: row.cells
        .map(({ text }) => text)
        .filter(Boolean)
        .join(' '),
    })),
  }
}
