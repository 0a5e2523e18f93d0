import type { EditionContent, EditionItem } from '../edition/edition.js'
import { type Problem, problemAt, WHOLE_FILE } from '../problem/problem.js'
import { dateDoubts, isAsked } from '../update/date-doubts.js'
import { languageWarnings } from '../update/languages.js'
import { parityWarnings } from '../update/parity.js'
import type { Update } from '../update/update.js'

/** What is worth a look in an update of an edition, as it stands there: its dates seen from the edition's, its languages and figures. */
export function doubtsAbout(
  { update }: Pick<EditionItem, 'update'>,
  { date }: Pick<EditionContent, 'date'>,
  carried: Update | null,
): Problem[] {
  if (update.follows !== undefined) return []
  const dates = dateDoubts(update, date)
    .map(({ code, values }) => problemAt(update.id, WHOLE_FILE, code, values))
    .filter(one => isAsked(one, carried))
  return [...dates, ...languageWarnings(update, update.id), ...parityWarnings(update, update.id)]
}
