import type { Config } from '../config.js'
import type { Clock } from '../model/calendar/clock.js'
import { printable } from '../model/problem/printable.js'
import type { MandateText } from '../model/roster/difference.js'
import { exact } from '../present/problem/exact.js'
import type { DescribedProblem } from '../present/problem/texts.js'
import {
  type Imported,
  type ImportNeed,
  type ImportWishes,
  importRoster,
} from '../steps/roster/import-roster.js'
import { type Answer, count, done, refused } from './answer.js'
import { readingLines } from './lines/import-reading.js'
import { UsageError } from './usage.js'

/** Shows what a list of mandate holders would change in the roster, and with `yes` changes it. */
export async function importCommand(
  at: { config: Config; clock: Clock },
  file: string,
  wishes: ImportWishes,
): Promise<Answer> {
  const imported = await importRoster(at, file, wishes)
  if ('unreadable' in imported) throw new UsageError(imported.unreadable)
  if ('overtaken' in imported)
    return refused(
      { file, applied: false, refused: 'overtaken' },
      'Somebody else changed mandate-holders.csv meanwhile: nothing was written. Look again: estafette import FILE',
    )
  if ('unknownCommune' in imported) {
    const { unknownCommune, meant } = imported
    const hint = meant ? `Did you mean "${meant}"?` : 'Name it by its NIS code or its name in communes.yaml.'
    throw new UsageError(`There is no commune "${unknownCommune}". ${hint}`)
  }
  const {
    difference,
    encoding,
    book,
    heading,
    understood,
    unread,
    ended,
    commune,
    lost,
    mayorsLost,
    problems,
    warnings,
    needs,
    written,
    backup,
  } = imported
  const json = {
    file,
    encoding,
    sheet: book?.name ?? null,
    ...(book ? bookJson(book) : {}),
    heading,
    understood,
    ...difference,
    unread,
    ...(commune === null ? {} : { commune, ended }),
    communesLost: lost,
    mayorsLost,
    problems,
    warnings,
    needs,
    applied: written !== null,
    written,
    backup,
  }
  const text = [
    ...readingLines(imported),
    ...differenceLines(imported),
    ...problemLines(imported),
    ...endLines(imported, file, wishes),
  ]
  const isNo = problems.length > 0 || (wishes.yes && needs.length > 0)
  return isNo ? refused(json, text.join('\n')) : done(json, text.join('\n'))
}

/** What a workbook left for a person to decide, and what was not read. */
function bookJson({
  others,
  hiddenSheets,
  hiddenRows,
  hiddenColumns,
  struckRows,
}: NonNullable<Imported['book']>) {
  return { otherSheets: others, hiddenSheets, hiddenRows, hiddenColumns, struckRows }
}

const salutations = (text: MandateText) =>
  Object.entries(text).flatMap(([column, said]) => (column.startsWith('salutation_') ? [said] : []))

function differenceLines({ difference, unread, ended, commune }: Imported): string[] {
  const { added, changed, removed, unchanged, otherPerson } = difference
  const ends = new Set(ended.map(({ id }) => id))
  return [
    ...added.flatMap(one => [
      `+ ${one.id}: ${one.commune} ${one.role}, ${one.name || 'vacant'} ${one.email}`.trimEnd(),
      // What a town hall's list doesn't say itself.
      ...(commune !== null && one.name
        ? [`    ${[...salutations(one), one.languages].join(' · ')} · since ${one.since}`]
        : []),
    ]),
    ...ended.map(({ id, until }) => `× ${id}: ends on ${until}, and its line stays`),
    ...changed
      .filter(({ id }) => !ends.has(id))
      .flatMap(({ id, fields }) => [
        `~ ${id}`,
        ...fields.map(one => `    ${one.field}: ${one.old || '(empty)'} → ${one.new || '(empty)'}`),
      ]),
    ...removed.map(one => `- ${one.id}: ${one.commune} ${one.role}, ${one.name || 'vacant'}`),
    `${added.length} added, ${changed.length - ended.length} changed, ${commune === null ? '' : `${ended.length} ended, `}${removed.length} removed, ${unchanged} unchanged${unread.length > 0 ? `, ${unread.length} on lines with a problem` : ''}.`,
    ...(removed.length > 0 && commune === null
      ? [
          'A mandate that ends keeps its line, with `until`: so it stands among the exclusions with its reason.',
        ]
      : []),
    ...(otherPerson.length > 0
      ? [
          `Another name and address under the same id: ${otherPerson.join(', ')}. A successor gets an id of their own.`,
        ]
      : []),
  ]
}

function problemLines({ problems, warnings }: Imported): string[] {
  const lines = (list: DescribedProblem[]) =>
    list.map(
      one =>
        `${one.file}:${one.line}:${one.column}${one.place ? ` (${one.place})` : ''} ${one.message} ${one.hint}`,
    )
  return [...lines(problems), ...(warnings.length > 0 ? ['Worth a look:', ...lines(warnings)] : [])]
}

/** The options whose value a person must choose. */
const ARGUMENT: Partial<Record<ImportNeed, string>> = {
  '--sheet': ' NAME',
  '--hidden': ' take|leave',
  '--struck': ' take|leave',
}

/** Why an option is needed, and what it decides. */
function asked(need: ImportNeed, { lost, mayorsLost, book, commune }: Imported): string {
  if (need === '--allow-shrink')
    return `More than ${commune === null ? 'a fifth of the roster' : 'half of the college'} would be gone. If that is meant, add --allow-shrink.`
  if (need === '--allow-no-mayor')
    return `Communes would have no mayor (${mayorsLost.join(', ')}). If that is meant, add --allow-no-mayor.`
  if (need === '--allow-uncovered')
    return `Communes would have nobody to write to (${lost.join(', ')}). If that is meant, add --allow-uncovered.`
  if (need === '--sheet')
    return `Other sheets hold a list, too: ${(book?.others ?? []).map(quoted).join(', ')}. Say which counts: --sheet NAME.`
  if (need === '--hidden')
    return `Hidden: ${hiddenWords(book)}. Say whether that counts: --hidden take, or --hidden leave.`
  return `Struck through: ${rowsWords(book?.struckRows ?? [])}. Say whether that counts: --struck take, or --struck leave.`
}

const quoted = (text: string) => `"${exact(text, 'en')}"`
/** Enough rows to recognise them. */
const ROWS_SHOWN = 5

const hiddenWords = (book: Imported['book']) =>
  [
    ...(book && book.hiddenRows.length > 0 ? [rowsWords(book.hiddenRows)] : []),
    ...(book && book.hiddenColumns.length > 0
      ? [`${count(book.hiddenColumns.length, 'column')} (${book.hiddenColumns.join(', ')})`]
      : []),
  ].join('; ')

function rowsWords(rows: readonly { line: number; text: string }[]): string {
  const shown = rows.slice(0, ROWS_SHOWN).map(({ line, text }) => `${line}: ${printable(text)}`)
  const rest = rows.length - shown.length
  return `${count(rows.length, 'row')} (${shown.join(', ')}${rest > 0 ? `, and ${rest} more` : ''})`
}

function endLines(imported: Imported, file: string, wishes: ImportWishes) {
  const { problems, needs, written, backup, difference, commune } = imported
  const { added, changed, removed } = difference
  // Who remains is known only once the lines with problems are correct.
  const isOpen = (need: ImportNeed) => problems.length === 0 || ARGUMENT[need] !== undefined
  const questions = needs.filter(isOpen).map(need => asked(need, imported))
  if (problems.length > 0) return [...questions, `${count(problems.length, 'problem')}: nothing was changed.`]
  if (added.length + changed.length + removed.length === 0)
    return [...questions, 'The roster says all of that already.']
  if (written) return [`Written: ${written}`, ...(backup ? [`Before it: ${backup}`] : [])]
  if (wishes.yes) return [...questions, 'Nothing was changed.']
  return [
    ...questions,
    `Nothing was changed. To apply it: estafette import ${file}${commune === null ? '' : ` --commune ${commune}`} --yes${needs.map(need => ` ${need}${ARGUMENT[need] ?? ''}`).join('')}`,
  ]
}
