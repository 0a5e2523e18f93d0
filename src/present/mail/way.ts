import { type EditionContent, languagesOf, type Reader } from '../../model/editions/edition.js'
import { languagesInOrder } from '../../model/language/language.js'
import { concernsIn } from './concern.js'

/** All of a reader that a mail's words depend on, but for the salutation, as a key: readers of one key get the same mail. */
export function wayOfReading(content: EditionContent, reader: Omit<Reader, 'salutation'>): string {
  return JSON.stringify([reader.commune, patternOf(content, reader)])
}

/**
 * The same without the commune's own words (personal.ts): the order of the languages, and why each item concerns the reader. A competence
 * that no item names makes no difference.
 */
export function patternOf(content: EditionContent, reader: Omit<Reader, 'salutation'>): string {
  const commune = content.communes.find(({ nis }) => nis === reader.commune) ?? null
  const concerns = concernsIn(content, { ...reader, salutation: NONE }, commune)
  // Several offices are named in the mail: it is one of its own.
  const offices = reader.also
    ? [reader.commune, reader.role, reader.acting, reader.competences, reader.also]
    : []
  const languages = languagesInOrder(reader.languages, languagesOf(content))
  return JSON.stringify([languages, concerns, ...offices])
}

const NONE = {}
