type Piece = { text: string; keep: boolean }
/** A cell of a notice's table: its text, and the same in pieces, line by line; `keep`: never broken over two lines. */
export type TableCell = { text: string; pieces: Piece[]; lines: Piece[][] }

/** "échevin(e)", with what French sets after it without a break. */
const BRACKETED = /(?<!\p{L})(\p{L}+\(\p{L}+\)(?:\u00a0\S+)?)/u

/**
 * Keeps a word with letters in brackets together. In a narrow column a mail client breaks a word wherever the line ends,
 * whatever joins its letters (CSS Text 3, overflow-wrap): only an element of its own prevents that.
 */
export function tableCell(text: string): TableCell {
  const lines = text.split('\n').map(piecesOf)
  // The lines of a cell stay under its row in the text part.
  return { text: text.replaceAll('\n', '\n  '), pieces: piecesOf(text), lines }
}

function piecesOf(text: string): Piece[] {
  const pieces = text.split(BRACKETED).map((piece, index) => ({ text: piece, keep: index % 2 === 1 }))
  return pieces.filter(piece => piece.text !== '')
}
