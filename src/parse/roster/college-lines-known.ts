import type { Language } from '../../model/language/language.js'
import { type MandateHolder, salutationColumn } from '../../model/roster/recipient.js'
import type { College } from '../../model/roster/roster.js'
import { type Cells, textOf } from './college-matches.js'

/** Fills a line's missing cells from the roster for a holder who stays. */
export function withKnown(
  cells: Cells,
  was: MandateHolder | null,
  { nis, today }: College,
  languages: readonly Language[],
): Cells {
  const value: Cells = Object.assign(Object.create(null), cells)
  const leaves = (column: string) => !Object.hasOwn(cells, column)
  const isBlank = (column: string) => textOf(value, column) === ''
  value.commune = nis
  if (isBlank('id')) value.id = was?.id ?? ''
  if (isBlank('acting')) value.acting = 'no'
  if (leaves('competences')) value.competences = was?.competences ?? []
  if (leaves('until')) value.until = ''
  for (const column of [...languages.map(salutationColumn), 'languages'])
    if (leaves(column)) value[column] = ''
  const given = textOf(value, 'since')
  // A holder of the office holds it until the new college begins.
  const isEarlier = was !== null && textOf(cells, 'id') === '' && (given === '' || (was.since ?? '') <= given)
  if (isEarlier) value.since = was.since ?? ''
  else if (given === '') value.since = today
  return value
}
