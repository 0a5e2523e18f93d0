import { LANGUAGES, type Language } from '../language.js'
import { printable } from '../problem/printable.js'
import { type Problem, WHOLE_FILE } from '../problem/problem.js'
import { type DescribedProblem, describeProblem } from '../problem/texts.js'

const SUFFIX = '.problems.txt'
/** By its first words a note of ours is known: no other file is ever changed or removed. */
export const FEEDBACK_MARK = 'Estafette · '

/** The name of the note beside a refused file. */
export const feedbackName = (file: string) => `${file}${SUFFIX}`

/** Whether a name is that of a note. */
export const isFeedbackName = (name: string) => name.toLowerCase().endsWith(SUFFIX)

/** Problems that say nothing about a file to its editor: it is being written, or it is the folder itself. */
export function worthTelling(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code }) => code !== 'file-changing' && !code.startsWith('folder-'))
}

/** What an editor reads beside a refused file, French then Dutch, line by line what is wrong and what would be right. */
export function feedbackText(file: string, problems: readonly Problem[]): string {
  const name = printable(file.split('/').at(-1) ?? file, 200)
  const halves = LANGUAGES.map(language => half(problems, language))
  return `${FEEDBACK_MARK}${name}\n\n${halves.join('\n\n')}\n`
}

const WORDS: Record<Language, { title: string; sum: (n: number) => string; next: string }> = {
  fr: {
    title: 'FRANÇAIS',
    sum: n => `Ce fichier contient ${n} problème${n > 1 ? 's' : ''} et n’est pas utilisé.`,
    next: 'Corrigez-le et enregistrez-le sous le même nom\u00a0: cette note disparaîtra d’elle-même.',
  },
  nl: {
    title: 'NEDERLANDS',
    sum: n => `Dit bestand bevat ${n} ${n > 1 ? 'problemen' : 'probleem'} en wordt niet gebruikt.`,
    next: 'Verbeter het en sla het onder dezelfde naam op: deze nota verdwijnt dan vanzelf.',
  },
}

function half(problems: readonly Problem[], language: Language): string {
  const { title, sum, next } = WORDS[language]
  const lines = problems.map(problem => {
    const described = describeProblem(problem, language)
    const place = placeInWords(described, language)
    const colon = language === 'fr' ? '\u00a0: ' : ': '
    return `${place && place + colon}${described.message}\n    → ${described.hint}`
  })
  return [title, `${sum(problems.length)} ${next}`, '', ...lines].join('\n')
}

/** « ligne 7, colonne 11 », « ligne 8 du tableau »; empty where the whole file is meant. */
export function placeInWords({ line, column, place }: DescribedProblem, language: Language): string {
  if (place) return place
  if (line === WHOLE_FILE.line && column === WHOLE_FILE.column) return ''
  return language === 'fr' ? `ligne ${line}, colonne ${column}` : `regel ${line}, kolom ${column}`
}
