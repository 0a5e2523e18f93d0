/**
 * A stretch of text of one format, as tracked changes leave it. `text` may hold `\n`, a line break within a paragraph.
 * `held`: what a form field holds besides its text, an ISO day or a code; `shown` is the whole text of the field.
 */
export type WordRun = {
  text: string
  bold: boolean
  italic: boolean
  link: string | null
  held?: { shown: string; value: string }
}

/** What stands in a paragraph and can't be taken over, or not in silence. */
export type WordFault =
  | 'image'
  | 'box'
  | 'struck'
  | 'comment'
  | 'footnote'
  | 'lost-character'
  | 'hidden'
  | 'moving'
  | 'merge-field'
  | 'raised'
  | 'prompt'

/** An item of a list: its `level` counts from 0; `label` is what stands before it, as `3.` or `b)`; null for a bullet. */
export type WordItem = { level: number; label: string | null }

/** `heading` is the level from 1, 0 for none; a heading may be an item, too. */
export type WordParagraph = {
  kind: 'paragraph'
  heading: number
  list: WordItem | null
  runs: WordRun[]
  faults: WordFault[]
}

/** `number` counts the rows of the table from 1, as Word shows them. */
export type WordRow = { number: number; cells: WordParagraph[][] }
export type WordTable = { kind: 'table'; rows: WordRow[] }

/** What a Word file says once pasted formatting is gone: paragraphs and tables, in order. */
export type WordDocument = { blocks: (WordParagraph | WordTable)[] }

/** The text of a paragraph without its formats. */
export function plainText({ runs }: Pick<WordParagraph, 'runs'>): string {
  return runs.map(({ text }) => text).join('')
}

/** Whether a paragraph says nothing. */
export function isBlank(paragraph: Pick<WordParagraph, 'runs'>): boolean {
  return plainText(paragraph).trim() === ''
}

/** Whether a text is the title of a language: `fr: Titre`. */
export function opensLanguage(text: string): boolean {
  return /^\s*(?:fr|nl)[\s\u00a0]*:/i.test(text)
}
