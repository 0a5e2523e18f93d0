import type { Language } from '../language/language.js'
import type { Said } from '../language/names.js'

/**
 * A place in a file. Lines and columns count from 1; columns are UTF-16 units of the text after NFC. In a Word file a
 * line is, by `unit`, a row of the table of fields, or a paragraph below it: those that aren't empty, a table row as one. In a
 * sheet they are those of a cell.
 */
export type Place = { line: number; column: number; unit?: 'row' | 'paragraph' | 'cell' }

/** Where the whole file is meant. */
export const WHOLE_FILE: Place = { line: 1, column: 1 }

/** `named`: what readers call a key that isn't in the file; in English it is `key`. */
type Key = { key: string; named?: Record<Language, string> }
type At = Key & { found: string }
/** Codes, with what readers call them where they have names; `meant` is what they call a suggestion that isn't among the codes. */
type Offer = { allowed: string[]; suggestion: string | null; said?: Said; meant?: Record<Language, string> }
type Nothing = Record<never, never>

/** What each kind of problem says besides its place. Plain JSON, so that a problem can be stored. */
export type ProblemValues = {
  // The bytes of any file
  'file-empty': Nothing
  'file-too-large': { limitKiB: number }
  'not-utf8': { byte: string }
  utf16: Nothing
  'control-character': { character: string }
  'character-lost': Nothing
  'more-problems': { count: number }
  // The drop folder and the files in it
  'folder-missing': Nothing
  'folder-unreadable': { reason: string }
  'folder-too-deep': { limit: number }
  'folder-empty': { updates: number }
  'file-gone': { id: string }
  'file-away': { id: string }
  'file-missing': Nothing
  'file-unreadable': { reason: string }
  'file-changing': Nothing
  'file-other-type': { extension: string; more?: number; names?: string[] }
  'file-kind': { extension: string; remedy: Remedy; proposed: string }
  'file-name': { fault: NameFault; proposed: string }
  'conflict-copy': { other: string }
  'not-a-file': { what: 'link' | 'pipe' | 'device' | 'socket' | 'other' }
  'id-conflict': { id: string; others: string[] }
  'change-missing': { id: string } & Partial<Key>
  'change-stale': { id: string } & Partial<Key>
  'id-duplicate': { id: string; other: string }
  // Word
  'word-old-or-locked': Nothing
  'word-broken': Nothing
  'word-table-missing': Nothing
  'word-box': Nothing
  'word-struck': Nothing
  'word-note-dropped': { what: 'comment' | 'footnote' }
  'word-hidden': Nothing
  'word-moving': Nothing
  'word-merge-field': Nothing
  'word-raised': Nothing
  'word-prompt': Nothing
  'word-day-differs': { key: string; found: string; held: string }
  // OpenDocument
  'odt-locked': Nothing
  'odt-broken': Nothing
  // YAML
  'front-matter-missing': Nothing
  'front-matter-open': Nothing
  'front-matter-too-large': { limitKiB: number }
  'yaml-tab': Nothing
  'yaml-indent': Nothing
  'yaml-unclosed': Nothing
  'yaml-colon': Nothing
  'yaml-unreadable': Nothing
  'yaml-alias': { found: string }
  'yaml-tag': { found: string }
  'yaml-too-deep': { limit: number }
  'yaml-hash': { found: string }
  'yaml-comma': { found: string; whole: string | null }
  'yaml-sign': { found: string; suggestion: string | null }
  'key-twice': { key: string }
  'key-unknown': { key: string } & Offer
  'key-named-twice': { key: string; other: string; firstLine: number }
  'key-missing': Key
  // Values
  'language-missing': Key & { language: Language; row?: string }
  'text-expected': At
  'list-expected': At & { meant?: string }
  'keys-expected': At & { allowed: string[]; said?: Said }
  'both-languages-expected': At
  'text-too-long': Key & { length: number; limit: number }
  'line-break': Key
  'pass-on-markup': At & { markup: string }
  'not-allowed': At & Offer
  'id-wrong': At & { suggestion: string | null }
  'date-wrong': At & { suggestion: string | null }
  'date-without-year': At & { monthAndDay: string }
  'weekday-wrong': At & { suggestion: string; weekday: number }
  'time-wrong': At & { suggestion: string | null }
  'text-cut': At & { cut: string }
  'value-cut': At
  'event-no-length': { found: string; called?: string }
  'event-past-midnight': { found: string; suggestion: string; called?: string }
  'time-skipped': At & { suggestion: string }
  'time-twice': At & { first: string; second: string }
  'over-already': At & { called?: string; today: string; suggestion: string | null }
  'deadline-past': { found: string; called?: string; today: string; suggestion: string | null }
  'year-doubtful': At & { called?: string; today: string; suggestion: string | null }
  'dates-crossed': At & { other: string; otherFound: string }
  'deadline-outside': At & { other: string; otherFound: string }
  'number-wrong': At & { suggestion: string | null }
  'amount-negative': At
  'amount-empty': Key
  'amount-crossed': { min: string; max: string; minKey?: string; maxKey?: string }
  'link-wrong': { found: string; suggestion: string | null }
  'email-wrong': At & { suggestion: string | null }
  'email-several': At & { suggestion: string | null }
  'phone-wrong': At & { suggestion: string | null }
  'phone-number-wrong': At & { suggestion: string | null }
  'phone-several': At & { suggestion: string | null }
  'postal-code-wrong': At
  'nis-wrong': At
  'commune-unknown': At
  'commune-misnamed': At & Offer
  'flag-wrong': At
  mojibake: { found: string; meant: string; more: number }
  'letter-lost': { found: string }
  'letter-doubtful': { found: string }
  'link-unseen': { found: string; character: string; suggestion: string | null }
  'link-wrapped': { found: string; host: string; suggestion: string | null }
  'link-end': { found: string; character: string; suggestion: string | null }
  // The Markdown body, and texts of the keys
  'html-refused': { what: 'tag' | 'comment' | 'entity'; found: string }
  'struck-refused': { found: string }
  'title-link': { found: string }
  'fence-open': Nothing
  'rule-left-out': { found: string }
  'heading-underlined': { found: string }
  'lines-indented': Nothing
  'lines-apart': { found: string; why: 'short' | 'items' }
  'list-renumbered': { found: string; shown: string }
  'markup-literal': { found: string; suggestion: string | null }
  'line-markup': { key: string; found: string; meant: string }
  'text-before-heading': Nothing
  'section-missing': { language: Language }
  'section-awaited': { language: Language; id: string }
  'section-twice': { language: Language; firstLine: number }
  'section-heading-form': { language: Language; found: string }
  'title-missing': { language: Language }
  'summary-missing': { language: Language }
  'heading-level': { found: string }
  'image-refused': Nothing
  'link-reference': { found: string }
  'template-text': { part: 'id' | 'title' | 'summary' | 'body'; language: Language | null }
  'number-in-one-language': { found: string; language: Language }
  'date-in-one-language': { found: string; language: Language }
  'link-in-one-language': { found: string; language: Language }
  'languages-swapped': Key
  'same-in-both': Key
  'other-language': {
    language: Language
    found: 'fr' | 'nl' | 'en' | 'de'
    part: 'text' | 'title' | 'paragraph'
  }
  // The roster
  'column-missing': { column: string }
  'column-unknown': { column: string; suggestion: string | null; allowed: string[] }
  'column-twice': { column: string }
  'columns-left': { columns: string[] }
  'cells-count': { found: number; expected: number }
  'quote-wrong': Nothing
  'cell-formula': At
  // A list as spreadsheets and people write it
  'headings-missing': { allowed: string[] }
  'row-above-headings': { found: string }
  'row-left-out': { found: string }
  'column-unnamed': { found: string }
  'cell-error': At
  'cell-not-computed': { key: string }
  'cell-struck': At & { kept: string | null }
  'text-garbled': At & { meant: string }
  'date-as-number': At & { suggestion: string }
  'date-month-first': At & { suggestion: string }
  'acting-contradicted': { found: string; acting: string }
  'id-twice': { id: string; firstLine: number }
  'email-twice': { email: string; firstLine: number }
  'mandate-twice': { email: string; role: string; commune: string; firstLine: number }
  'commune-other': { found: string; commune: string; name: string }
  'salutation-neutral': { name: string }
  'languages-assumed': { name: string }
  'person-perhaps-twice': { email: string; name: string; other: string; firstLine: number }
  'mayors-overlap': { commune: string; firstLine: number }
  'commune-without-holder': { commune: string; name: string; date: string }
  'spoc-unknown': At & { suggestion: string | null }
  'spoc-role-missing': At
  'approver-role-missing': At
}

export type ProblemCode = keyof ProblemValues

/**
 * Something wrong with an editor's or operator's input: a value that is collected, never thrown. `more` lines of a list have the
 * same mistake.
 */
export type Problem = {
  [C in ProblemCode]: Place & { file: string; code: C; values: ProblemValues[C]; more?: number }
}[ProblemCode]

export type Severity = 'problem' | 'warning'

const WARNINGS: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'word-hidden',
  'word-moving',
  'word-raised',
  'word-prompt',
  'character-lost',
  'file-other-type',
  'word-note-dropped',
  'id-duplicate',
  'deadline-outside',
  'letter-doubtful',
  'rule-left-out',
  'heading-underlined',
  'lines-indented',
  'lines-apart',
  'list-renumbered',
  'markup-literal',
  'line-markup',
  'number-in-one-language',
  'date-in-one-language',
  'link-in-one-language',
  'mayors-overlap',
  'person-perhaps-twice',
  'salutation-neutral',
  'languages-assumed',
  'row-left-out',
  'columns-left',
  'text-cut',
  'time-twice',
  'over-already',
  'deadline-past',
  'year-doubtful',
  'languages-swapped',
  'same-in-both',
  'other-language',
])

/** A warning is shown and stops nothing; with a problem the file (or the line of the roster) is not used. */
export function severityOf(problem: Pick<Problem, 'code'>): Severity {
  return WARNINGS.has(problem.code) ? 'warning' : 'problem'
}

/** One problem; the compiler holds the values to the code. */
export function problemAt<C extends ProblemCode>(
  file: string,
  place: Place,
  code: C,
  values: ProblemValues[C],
): Problem {
  const { line, column, unit } = place
  return { file, line, column, ...(unit ? { unit } : {}), code, values } as Problem
}

/** Problems and warnings apart, each in the order of the file. */
export function bySeverity(found: readonly Problem[]): { problems: Problem[]; warnings: Problem[] } {
  const sorted = [...found].sort(inReadingOrder)
  return {
    problems: sorted.filter(one => severityOf(one) === 'problem'),
    warnings: sorted.filter(one => severityOf(one) === 'warning'),
  }
}

function inReadingOrder(a: Problem, b: Problem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1
  return unitOrder(a) - unitOrder(b) || a.line - b.line || a.column - b.column
}

/** In a Word file the table of fields comes before the text. */
function unitOrder({ unit }: Place): number {
  return unit === 'paragraph' ? 1 : 0
}

/** A hostile file can hold a mistake per byte: the first `limit` are kept and the rest are counted. */
export function capped(problems: readonly Problem[], limit = 100): Problem[] {
  const last = problems[limit - 1]
  if (problems.length <= limit || !last) return [...problems]
  const rest = problems.length - limit
  return [...problems.slice(0, limit), problemAt(last.file, last, 'more-problems', { count: rest })]
}

export type NameFault = 'not-utf8' | 'unseen' | 'end'

/** What an editor does with a file that may be an update, so that it can be read. */
export type Remedy =
  | 'rename'
  | 'word'
  | 'pages'
  | 'google'
  | 'pdf'
  | 'mail'
  | 'unpack'
  | 'web-page'
  | 'shortcut'
  | 'download'
