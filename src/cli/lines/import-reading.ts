import { printable } from '../../model/problem/printable.js'
import type { Understood } from '../../parse/roster/understood.js'
import { exact } from '../../present/problem/exact.js'
import type { Imported } from '../../steps/roster/import-roster.js'
import { count } from '../answer.js'

const READ_AS: Partial<Record<Imported['encoding'], string>> = {
  'windows-1252': 'Read as Windows-1252, as Excel writes CSV; look at the accents.',
  macintosh: 'Read as Mac Roman, as an older Mac writes CSV; look at the accents.',
  ibm850: 'Read as code page 850, as Excel writes "CSV (MS-DOS)"; look at the accents.',
}
/** Values of one column that show how it was read; each commune has one or two forms. */
const SHOWN = 8
const SHOWN_COMMUNES = 40

/** How a list was read: its sheet, its headings, and what each value was taken for. */
export function readingLines({ encoding, book, heading, understood }: Imported): string[] {
  const [asWhat, columns, above] = [READ_AS[encoding], heading?.columns ?? [], heading?.above ?? []]
  const values = understoodLines(understood)
  return [
    ...(asWhat ? [asWhat] : []),
    ...(book ? sheetLines(book) : []),
    ...above.map(({ line, text }) => `Line ${line}, above the headings, is left out: "${printable(text)}".`),
    ...(columns.length > 0
      ? [`Headings: ${columns.map(one => `${quoted(one.heading)} is ${one.column}`).join(', ')}.`]
      : []),
    ...(values.length > 0 ? ['Read as:', ...values] : []),
  ]
}

const sheetLines = ({ name, hiddenSheets }: NonNullable<Imported['book']>) => [
  `Sheet ${quoted(name)}.`,
  ...(hiddenSheets.length > 0
    ? [`Left, for it is hidden: sheet ${hiddenSheets.map(quoted).join(', ')}.`]
    : []),
]

function understoodLines(understood: readonly Understood[]): string[] {
  return [...new Set(understood.map(({ column }) => column))].flatMap(column => {
    const own = understood.filter(one => one.column === column)
    const shown = column === 'commune' ? SHOWN_COMMUNES : SHOWN
    const rest = own.slice(shown)
    const lines = rest.reduce((sum, one) => sum + one.lines, 0)
    return [
      ...own.slice(0, shown).map(valueLine),
      ...(rest.length > 0
        ? [`    ${column}: ${count(rest.length, 'more value')} so, on ${count(lines, 'line')}`]
        : []),
    ]
  })
}

function valueLine({ column, found, read, line, lines }: Understood): string {
  const where = lines > 1 ? `${lines} lines, the first ${line}` : `line ${line}`
  return `    ${column}: ${found === '' ? '(empty)' : quoted(found)} → ${read || '(empty)'} (${where})`
}

const quoted = (text: string) => `"${exact(text, 'en')}"`
