import type { EditionContent, EditionItem } from '../editions/edition.js'
import { type Problem, problemAt, WHOLE_FILE } from '../problem/problem.js'
import { dateDoubts, isAsked } from '../updates/date-doubts.js'
import { languageWarnings } from '../updates/languages.js'
import { parityWarnings } from '../updates/parity.js'
import type { Update } from '../updates/update.js'
import type { WarnedFile } from '../updates/warned-file.js'

/** A file's warnings as approvers see them. `meant`: the name of who said so; `at` in ISO 8601 with offset. */
export type WarnedInEdition = Pick<WarnedFile, 'hash' | 'warnings'> & {
  meant: { by: string; at: string } | null
}

/** Warnings about an update, and those that an editor said are meant. */
export type Doubts = {
  open: Problem[]
  settled: { count: number; meant: NonNullable<WarnedInEdition['meant']> } | null
}

/**
 * Warnings about an update in an edition: its dates relative to the edition's, its languages and figures. Those of its file count while the file
 * holds this content.
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

/** A date's warning is the same on any day, and for any name of the key. */
const nameOf = ({ code, values }: Problem) => JSON.stringify([code, 'found' in values ? values.found : null])
