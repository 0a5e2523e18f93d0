import { LANGUAGES, type Language } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import { type Problem, WHOLE_FILE } from '../../model/problem/problem.js'
import { type DescribedProblem, describeProblem } from './texts.js'

const SUFFIX = '.problems.txt'
/** By its first words a note of ours is known: no other file is ever changed or removed. */
export const FEEDBACK_MARK = 'Estafette · '

/** The name of the note beside a refused file. */
export const feedbackName = (file: string) => `${file}${SUFFIX}`

/** Whether a name is that of a note. */
export const isFeedbackName = (name: string) => name.toLowerCase().endsWith(SUFFIX)

/** Told otherwise: it is being written, or there is no file to put a note beside. */
const TOLD_OTHERWISE = ['file-changing', 'file-gone', 'file-away']

/** Problems of which a note beside the file and a mail tell its editor: not those of the folder, or of a file that isn't there. */
export function worthTelling(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code }) => !TOLD_OTHERWISE.includes(code) && !code.startsWith('folder-'))
}

/** What an editor reads beside a refused file, French then Dutch, line by line what is wrong and what would be right. */
export function feedbackText(
  file: string,
  problems: readonly Problem[],
  warnings: readonly Problem[] = [],
): string {
  return noteOf(
    file,
    LANGUAGES.map(language => [half(problems, language), ...alsoLines(warnings, language)].join('\n')),
  )
}

/** A note of ours, of what it says in each language. */
export function noteOf(file: string, halves: readonly string[]): string {
  const name = printable(file.split('/').at(-1) ?? file, 200)
  return `${FEEDBACK_MARK}${name}\n\n${halves.join('\n\n')}\n`
}

const OTHER_FILE = ['file-kind', 'file-name', 'conflict-copy', 'word-old-or-locked', 'not-a-file']

type Words = {
  title: string
  sum: (n: number) => string
  next: string
  other: string
  otherNext: string
}
const WORDS: Record<Language, Words> = {
  fr: {
    title: 'FRANÇAIS',
    sum: n => `Ce fichier contient ${n} problème${n > 1 ? 's' : ''} et n’est pas utilisé.`,
    next: 'Corrigez-le et enregistrez-le sous le même nom\u00a0: cette note disparaîtra d’elle-même.',
    other: 'Ce fichier n’est pas utilisé, et le projet de l’édition attend.',
    otherNext: 'Dès qu’il n’est plus là, cette note disparaît.',
  },
  nl: {
    title: 'NEDERLANDS',
    sum: n => `Dit bestand bevat ${n} ${n > 1 ? 'problemen' : 'probleem'} en wordt niet gebruikt.`,
    next: 'Verbeter het en sla het onder dezelfde naam op: deze nota verdwijnt dan vanzelf.',
    other: 'Dit bestand wordt niet gebruikt, en het ontwerp van de editie wacht.',
    otherNext: 'Zodra het er niet meer staat, verdwijnt deze nota.',
  },
}

/** The name of the note about the files of a folder that are no updates; sorted after what it is about. */
const OTHERS = 'zz-autres-fichiers-andere-bestanden'
const OTHERS_NAMED = 50

/** One note a folder for what is no update there: 500 photos are one thing to say. Null for any other warning. */
export function otherFilesNote(warning: Problem): { file: string; text: string }[] | null {
  if (warning.code !== 'file-other-type') return null
  const names = warning.values.names ?? [warning.file.split('/').at(-1) ?? '']
  const named = names.slice(0, OTHERS_NAMED).map(one => `  ${printable(one, 200)}`)
  const rest = names.length - named.length
  const halves = LANGUAGES.map(language => {
    const { title, sum, more } = OTHER_WORDS[language]
    return [title, sum(names.length), '', ...named, ...(rest > 0 ? [`  ${more(rest)}`] : [])].join('\n')
  })
  const folder = warning.file.split('/').slice(0, -1).join('/')
  return [{ file: `${folder}/${OTHERS}`, text: `${FEEDBACK_MARK}${OTHERS}\n\n${halves.join('\n\n')}\n` }]
}

const OTHER_WORDS: Record<
  Language,
  { title: string; sum: (n: number) => string; more: (n: number) => string }
> = {
  fr: {
    title: 'FRANÇAIS',
    sum: n =>
      `${n > 1 ? `Ces ${n} fichiers ne sont pas lus et n’empêchent rien` : 'Ce fichier n’est pas lu et n’empêche rien'}. Une information s’écrit dans un fichier .md ou .docx.`,
    more: n => `… et ${n} ${n > 1 ? 'autres' : 'autre'}`,
  },
  nl: {
    title: 'NEDERLANDS',
    sum: n =>
      `${n > 1 ? `Deze ${n} bestanden worden niet gelezen en houden niets tegen` : 'Dit bestand wordt niet gelezen en houdt niets tegen'}. Informatie staat in een .md- of .docx-bestand.`,
    more: n => `… en ${n} ${n > 1 ? 'andere' : 'ander'}`,
  },
}

function half(problems: readonly Problem[], language: Language): string {
  const { title, sum, next, other, otherNext } = WORDS[language]
  // A file that isn't read can't be corrected under its name.
  const isOther = problems.every(({ code }) => OTHER_FILE.includes(code))
  const begin = isOther ? `${other} ${otherNext}` : `${sum(problems.length)} ${next}`
  return [title, begin, '', ...feedbackLines(problems, language)].join('\n')
}

const ALSO: Record<Language, string> = { fr: 'À vérifier aussi\u00a0:', nl: 'Ook na te kijken:' }

function alsoLines(warnings: readonly Problem[], language: Language): string[] {
  return warnings.length > 0 ? ['', ALSO[language], '', ...feedbackLines(warnings, language)] : []
}

/** Line by line where it is, what is wrong and what would be right. */
export function feedbackLines(found: readonly Problem[], language: Language): string[] {
  return found.map(problem => {
    const described = describeProblem(problem, language)
    const place = placeInWords(described, language)
    const colon = language === 'fr' ? '\u00a0: ' : ': '
    return `${place && place + colon}${described.message}\n    → ${described.hint}`
  })
}

/** « ligne 7, colonne 11 », « ligne 8 du tableau »; empty where the whole file is meant. */
export function placeInWords({ line, column, place }: DescribedProblem, language: Language): string {
  if (place) return place
  if (line === WHOLE_FILE.line && column === WHOLE_FILE.column) return ''
  return language === 'fr' ? `ligne ${line}, colonne ${column}` : `regel ${line}, kolom ${column}`
}
