import { type Imported, type ImportWishes, importRoster } from '../app/import.js'
import type { Config } from '../config.js'
import type { Clock } from '../model/clock.js'
import type { DescribedProblem } from '../model/problem/texts.js'
import { type Answer, count, done, refused, UsageError } from './answer.js'
import { readingLines } from './lines/import-reading.js'

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
  const {
    difference,
    encoding,
    sheet,
    heading,
    understood,
    unread,
    lost,
    problems,
    warnings,
    needs,
    written,
    backup,
  } = imported
  const json = {
    file,
    encoding,
    sheet,
    heading,
    understood,
    ...difference,
    unread,
    communesLost: lost,
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

function differenceLines({ difference, unread }: Imported): string[] {
  const { added, changed, removed, unchanged, otherPerson } = difference
  return [
    ...added.map(one =>
      `+ ${one.id}: ${one.commune} ${one.role}, ${one.name || 'vacant'} ${one.email}`.trimEnd(),
    ),
    ...changed.flatMap(({ id, fields }) => [
      `~ ${id}`,
      ...fields.map(one => `    ${one.field}: ${one.old || '(empty)'} → ${one.new || '(empty)'}`),
    ]),
    ...removed.map(one => `- ${one.id}: ${one.commune} ${one.role}, ${one.name || 'vacant'}`),
    `${added.length} added, ${changed.length} changed, ${removed.length} removed, ${unchanged} unchanged${unread.length > 0 ? `, ${unread.length} on lines with a problem` : ''}.`,
    ...(removed.length > 0
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

const WHY = {
  '--allow-shrink': 'More than a fifth of the roster would be gone',
  '--allow-uncovered': 'Communes would have nobody to write to',
}

function endLines(
  { problems, needs, written, backup, lost, difference }: Imported,
  file: string,
  wishes: ImportWishes,
) {
  const { added, changed, removed } = difference
  if (problems.length > 0) return [`${count(problems.length, 'problem')}: nothing was changed.`]
  if (added.length + changed.length + removed.length === 0) return ['The roster says all of that already.']
  const asked = needs.map(flag => {
    const who = flag === '--allow-uncovered' ? ` (${lost.join(', ')})` : ''
    return `${WHY[flag]}${who}. If that is meant, add ${flag}.`
  })
  if (written) return [`Written: ${written}`, ...(backup ? [`Before it: ${backup}`] : [])]
  if (wishes.yes) return [...asked, 'Nothing was changed.']
  return [
    ...asked,
    `Nothing was changed. To apply it: estafette import ${file} --yes${needs.map(flag => ` ${flag}`).join('')}`,
  ]
}
