import { EDITOR_LANGUAGES, type EditorLanguage, type Language } from '../../model/language/language.js'
import { printable } from '../../model/problem/printable.js'
import { type Problem, WHOLE_FILE } from '../../model/problem/problem.js'
import { type DescribedProblem, describeProblem } from './texts.js'
import { sentence, TEXTS } from './wording.js'

const SUFFIX = '.problems.txt'
/** The first words of our notes; no other file is ever changed or removed. */
export const FEEDBACK_MARK = 'Estafette · '

/** The name of the note beside a refused file. */
export const feedbackName = (file: string) => `${file}${SUFFIX}`

/** Whether a name is that of a note. */
export const isFeedbackName = (name: string) => name.toLowerCase().endsWith(SUFFIX)

/** Reported elsewhere: the file is being written, or there is no file beside which a note could be. */
const TOLD_OTHERWISE = ['file-changing', 'file-gone', 'file-away']

/** Problems that a note and a mail tell the editor; not those of the folder or of a missing file. */
export function worthTelling(problems: readonly Problem[]): Problem[] {
  return problems.filter(({ code }) => !TOLD_OTHERWISE.includes(code) && !code.startsWith('folder-'))
}

/** The note beside a refused file, French then Dutch: what is wrong and what would be right, line by line. */
export function feedbackText(
  file: string,
  problems: readonly Problem[],
  warnings: readonly Problem[] = [],
): string {
  const halves = EDITOR_LANGUAGES.map(language =>
    [half(problems, language), ...alsoLines(warnings, language)].join('\n'),
  )
  return noteOf(file, halves)
}

/** The note beside a usable file: its warnings, and the page where an editor says that they are meant. */
export function warningNote(file: string, warnings: readonly Problem[], page: string): string {
  const halves = EDITOR_LANGUAGES.map(language => {
    const { title, used } = TEXTS[language].notes
    const begin = sentence(used, { n: warnings.length, page }, language)
    return [title, begin, '', ...feedbackLines(warnings, language)].join('\n')
  })
  return noteOf(file, halves)
}

/** A note, from its text in each language. */
function noteOf(file: string, halves: readonly string[]): string {
  const name = printable(file.split('/').at(-1) ?? file, 200)
  return `${FEEDBACK_MARK}${name}\n\n${halves.join('\n\n')}\n`
}

const OTHER_FILE = ['file-kind', 'file-name', 'conflict-copy', 'word-old-or-locked', 'not-a-file']

/** The name of the note about other files in a folder; sorts after them. */
const OTHERS = 'zz-autres-fichiers-andere-bestanden'
const OTHERS_NAMED = 50

/** One note per folder about files that are no updates: 500 photos are one message. Null for any other warning. */
export function otherFilesNote(warning: Problem): { file: string; text: string }[] | null {
  if (warning.code !== 'file-other-type') return null
  const names = warning.values.names ?? [warning.file.split('/').at(-1) ?? '']
  const named = names.slice(0, OTHERS_NAMED).map(one => `  ${printable(one, 200)}`)
  const rest = names.length - named.length
  const halves = EDITOR_LANGUAGES.map(language => {
    const { title, unread, more } = TEXTS[language].notes
    const lines = rest > 0 ? [`  ${sentence(more, { n: rest }, language)}`] : []
    return [title, sentence(unread, { n: names.length }, language), '', ...named, ...lines].join('\n')
  })
  const folder = warning.file.split('/').slice(0, -1).join('/')
  return [{ file: `${folder}/${OTHERS}`, text: noteOf(OTHERS, halves) }]
}

function half(problems: readonly Problem[], language: EditorLanguage): string {
  const { title, refused, otherFile } = TEXTS[language].notes
  // An unread file can't be corrected under its name.
  const isOther = problems.every(({ code }) => OTHER_FILE.includes(code))
  const begin = isOther ? otherFile : sentence(refused, { n: problems.length }, language)
  return [title, begin, '', ...feedbackLines(problems, language)].join('\n')
}

function alsoLines(warnings: readonly Problem[], language: EditorLanguage): string[] {
  const { colon, notes } = TEXTS[language]
  return warnings.length > 0 ? ['', `${notes.also}${colon}`, '', ...feedbackLines(warnings, language)] : []
}

/** Where, what is wrong and what would be right, line by line. */
function feedbackLines(found: readonly Problem[], language: EditorLanguage): string[] {
  return found.map(problem => {
    const described = describeProblem(problem, language)
    const place = placeInWords(described, language)
    return `${place && `${place}${TEXTS[language].colon} `}${described.message}\n    → ${described.hint}`
  })
}

/** « ligne 7, colonne 11 », « ligne 8 du tableau »; empty for the whole file. */
export function placeInWords({ line, column, place }: DescribedProblem, reader: Language): string {
  if (place) return place
  if (line === WHOLE_FILE.line && column === WHOLE_FILE.column) return ''
  const language = EDITOR_LANGUAGES.find(one => one === reader)
  if (!language) return `line ${line}, column ${column}`
  return sentence(TEXTS[language].notes.place, { line, column }, language)
}
