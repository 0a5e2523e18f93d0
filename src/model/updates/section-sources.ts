import type { Language } from '../language/language.js'
import type { Place } from '../problem/problem.js'
import type { Update } from './update.js'

/** The two sections of an update as a file would have them, where no file is at hand: lines count within each. */
export function sourcesOf({ text }: Pick<Update, 'text'>): Record<Language, Piece> {
  const of = (language: Language): Piece => {
    const { title, summary, body } = text[language]
    return { text: `# ${language}: ${title}\n${summary}\n\n${body}`, firstLine: 1 }
  }
  return { fr: of('fr'), nl: of('nl') }
}

/** A piece of a file and the line on which it begins. */
export type Piece = { text: string; firstLine: number }

/** One language of an update. `source` runs from its heading to the next one. */
export type Section = { place: Place; title: string; summary: string; body: string; source: Piece }

export type Sections = Partial<Record<Language, Section>>
