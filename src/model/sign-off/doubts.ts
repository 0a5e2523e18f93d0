import type { EditionContent, EditionItem } from '../editions/edition.js'
import { type Problem, problemAt, WHOLE_FILE } from '../problem/problem.js'
import { dateDoubts, isAsked } from '../updates/date-doubts.js'
import { languageWarnings } from '../updates/languages.js'
import { parityWarnings } from '../updates/parity.js'
import type { Update } from '../updates/update.js'
import type { WarnedFile } from '../updates/warned-file.js'

/** A file's warnings as who signs hears of them: who said that they are meant by name, `at` ISO 8601 with offset. */
export type WarnedInEdition = Pick<WarnedFile, 'hash' | 'warnings'> & {
  meant: { by: string; at: string } | null
}

/** What is worth a look in an update, and what of it an editor said is meant. */
export type Doubts = {
  open: Problem[]
  settled: { count: number; meant: NonNullable<WarnedInEdition['meant']> } | null
}

/**
 * What is worth a look in an update of an edition, as it stands there: its dates seen from the edition's, its languages and figures,
 * and what was found in its file, as long as it holds this content.
 */
export function doubtsAbout(
  { update }: Pick<EditionItem, 'update'>,
  { date }: Pick<EditionContent, 'date'>,
  carried: Update | null,
  file: WarnedInEdition | null,
): Doubts {
  if (update.follows !== undefined) return { open: [], settled: null }
  const dates = dateDoubts(update, date)
    .map(({ code, values }) => problemAt(update.id, WHOLE_FILE, code, values))
    .filter(one => isAsked(one, carried))
  const texts = file ? [] : [...languageWarnings(update, update.id), ...parityWarnings(update, update.id)]
  const found = file?.warnings ?? []
  const known = new Set(found.map(nameOf))
  const newer = [...dates.filter(one => !known.has(nameOf(one))), ...texts]
  if (!file?.meant) return { open: [...found, ...newer], settled: null }
  return { open: newer, settled: { count: found.length, meant: file.meant } }
}

/** A date's warning is the same from whichever day it is seen, and whatever its editor calls the key. */
const nameOf = ({ code, values }: Problem) => JSON.stringify([code, 'found' in values ? values.found : null])
