import { type EditionContent, languagesOf, type Reader } from '../../model/editions/edition.js'
import { languagesInOrder } from '../../model/language/language.js'
import { concernsIn } from './concern.js'

/** The reader's properties that decide a mail's words, without the salutation, as a key: equal keys get equal mails. */
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
  // A mail that names several offices is unique.
  const offices = reader.also
    ? [reader.commune, reader.role, reader.acting, reader.competences, reader.also]
    : []
  const languages = languagesInOrder(reader.languages, languagesOf(content))
  return JSON.stringify([languages, concerns, ...offices])
}

const NONE = {}
