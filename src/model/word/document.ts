/** A stretch of text of one format, as tracked changes leave it. `text` may hold `\n`, a line break within a paragraph. */
export type WordRun = { text: string; bold: boolean; italic: boolean; link: string | null }

/** What stands in a paragraph and can't be taken over, or not in silence. */
export type WordFault = 'image' | 'box' | 'struck' | 'comment' | 'footnote' | 'lost-character'

/** `heading` is the level from 1, 0 for none; a list's `level` counts from 0. */
export type WordParagraph = {
  kind: 'paragraph'
  heading: number
  list: { ordered: boolean; level: number } | null
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
