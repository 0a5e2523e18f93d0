import type { Language } from '../language.js'
import type { Piece } from './front-matter.js'
import type { Update } from './update.js'

/** The two sections of an update as a file would have them, where no file is at hand: lines count within each. */
export function sourcesOf({ text }: Pick<Update, 'text'>): Record<Language, Piece> {
  const of = (language: Language): Piece => {
    const { title, summary, body } = text[language]
    return { text: `# ${language}: ${title}\n${summary}\n\n${body}`, firstLine: 1 }
  }
  return { fr: of('fr'), nl: of('nl') }
}
