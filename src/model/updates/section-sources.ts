import type { Language, Localized } from '../language/language.js'
import type { Place } from '../problem/problem.js'
import type { Update } from './update.js'

/** The two sections of an update as in a file, where no file exists: lines count within each. */
export function sourcesOf({ text }: Pick<Update, 'text'>): Localized<Piece> {
  return Object.fromEntries(
    Object.entries(text).map(([language, { title, summary, body }]) => [
      language,
      { text: `# ${language}: ${title}\n${summary}\n\n${body}`, firstLine: 1 },
    ]),
  )
}

/** A piece of a file and its first line's number. */
export type Piece = { text: string; firstLine: number }

/** One language of an update. `source` runs from its heading to the next one. */
export type Section = { place: Place; title: string; summary: string; body: string; source: Piece }

export type Sections = Partial<Record<Language, Section>>
