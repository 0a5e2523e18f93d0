/**
 * A run of text with one format, tracked changes accepted. `text` may hold `
 * `, a line break. `held`: a form field's ISO day or code besides its text; `shown`: the field's whole text.
 */
export type WordRun = {
  text: string
  bold: boolean
  italic: boolean
  link: string | null
  held?: { shown: string; value: string }
}

/** Content of a paragraph that can't be carried over, or not silently. */
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

/** A list item: `level` counts from 0; `label` precedes it, as `3.` or `b)`; null for a bullet. */
export type WordItem = { level: number; label: string | null }

/** `heading` is the level from 1, 0 for none; a heading may also be an item. */
export type WordParagraph = {
  kind: 'paragraph'
  heading: number
  list: WordItem | null
  runs: WordRun[]
  faults: WordFault[]
}

/** `number`: the table's row from 1, as Word shows it. */
export type WordRow = { number: number; cells: WordParagraph[][] }
export type WordTable = { kind: 'table'; rows: WordRow[] }

/** A Word file without pasted formatting: paragraphs and tables, in order. */
export type WordDocument = { blocks: (WordParagraph | WordTable)[] }

/** A paragraph's text without formats. */
export function plainText({ runs }: Pick<WordParagraph, 'runs'>): string {
  return runs.map(({ text }) => text).join('')
}

/** Whether a paragraph has no text. */
export function isBlank(paragraph: Pick<WordParagraph, 'runs'>): boolean {
  return plainText(paragraph).trim() === ''
}

/** Whether a text is a language's title: `fr: Titre`. */
export function opensLanguage(text: string): boolean {
  return /^\s*(?:fr|nl)[\s\u00a0]*:/i.test(text)
}
