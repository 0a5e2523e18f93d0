import type { EditorLanguage, Language } from '../language/language.js'
import type { Said } from '../language/names.js'

/** `named`: the readers' name of a key that isn't in the file; in English it is `key`. */
type Key = { key: string; named?: Record<EditorLanguage, string> }
type At = Key & { found: string }

/** Codes and their names for readers; `meant` names a suggestion that isn't among the codes. */
type Offer = {
  allowed: string[]
  suggestion: string | null
  said?: Said
  meant?: Record<EditorLanguage, string>
}
type Nothing = Record<never, never>

/** The values of each kind of problem. Plain JSON, so that a problem can be stored. */
export type ProblemValues = {
  // The agency
  'language-code-wrong': At
  'language-without-words': At
  'holiday-wrong': At
  'codes-expected': At
  'code-wrong': At & { suggestion: string | null }
  'name-twice': { key: string; other: string; found: string }
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
  /** `languages`: other ones than French and Dutch. */
  'both-languages-expected': At & { languages?: readonly Language[] }
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
  'act-link-wrong': At & { suggestion: string | null }
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
  'template-text': { part: 'id' | 'title' | 'summary' | 'body'; language: EditorLanguage | null }
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

export type NameFault = 'not-utf8' | 'unseen' | 'end'

/** What an editor must do with a file that may be an update, so that it can be read. */
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
