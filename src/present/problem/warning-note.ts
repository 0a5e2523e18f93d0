import { LANGUAGES, type Language } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import { feedbackLines, noteOf } from './feedback.js'

const WORDS: Record<
  Language,
  { title: string; used: (n: number) => string; next: (page: string) => string }
> = {
  fr: {
    title: 'FRANÇAIS',
    used: n => `Ce fichier est utilisé. ${n > 1 ? `${n} points sont` : 'Un point est'} à vérifier.`,
    next: page =>
      `Si quelque chose n’est pas juste, corrigez le fichier et enregistrez-le sous le même nom. Si tout est voulu, dites-le sur ${page}\nCette note disparaîtra alors d’elle-même.`,
  },
  nl: {
    title: 'NEDERLANDS',
    used: n => `Dit bestand wordt gebruikt. ${n > 1 ? `${n} punten zijn` : 'Eén punt is'} na te kijken.`,
    next: page =>
      `Klopt er iets niet, verbeter het bestand dan en sla het onder dezelfde naam op. Is alles zo bedoeld, zeg dat dan op ${page}\nDeze nota verdwijnt dan vanzelf.`,
  },
}

/** What an editor reads beside a file that is used: what is worth a look, and on which page to say that it is meant. */
export function warningNote(file: string, warnings: readonly Problem[], page: string): string {
  return noteOf(
    file,
    LANGUAGES.map(language => {
      const { title, used, next } = WORDS[language]
      const begin = `${used(warnings.length)}\n${next(page)}`
      return [title, begin, '', ...feedbackLines(warnings, language)].join('\n')
    }),
  )
}
