/** The two languages of the region's services (law of 16 June 1989, art. 32). */
export const LANGUAGES = ['fr', 'nl'] as const
export type Language = (typeof LANGUAGES)[number]

/** What a recipient reads; the first comes first in the mail. Every mail carries both languages all the same. */
export const READINGS = ['fr', 'nl', 'fr+nl', 'nl+fr'] as const
export type Reading = (typeof READINGS)[number]

/** The languages of a mail for this reading, in order: always both, the reader's first. */
export function languagesInOrder(reading: Reading): [Language, Language] {
  return reading.startsWith('fr') ? ['fr', 'nl'] : ['nl', 'fr']
}
