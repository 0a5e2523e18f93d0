import type { EditionContent, Reader } from '../edition/edition.js'
import { languagesInOrder } from '../language.js'
import { concernOf } from './concern.js'

/**
 * All of a reader that a mail's words depend on, but for the salutation, as a key: the first language, the commune, and why each item
 * concerns them. Readers of one key get the same mail: a competence that no item names makes no difference.
 */
export function wayOfReading(
  { items, communes }: EditionContent,
  reader: Omit<Reader, 'salutation'>,
): string {
  const commune = communes.find(({ nis }) => nis === reader.commune) ?? null
  const concerns = items.map(({ update }) => concernOf(update, { ...reader, salutation: NONE }, commune))
  return JSON.stringify([languagesInOrder(reader.languages)[0], reader.commune, concerns])
}

const NONE = { fr: '', nl: '' }
