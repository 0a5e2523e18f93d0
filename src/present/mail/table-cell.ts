type Piece = { text: string; keep: boolean }
/** A cell of a staff mail's table: its text, and the same in pieces, line by line; `keep`: must not be broken. */
export type TableCell = { text: string; pieces: Piece[]; lines: Piece[][] }

/** "échevin(e)", with what French adds without a break. */
const BRACKETED = /(?<!\p{L})(\p{L}+\(\p{L}+\)(?:\u00a0\S+)?)/u

/**
 * Keeps a word with bracketed letters together. In a narrow column, clients break words anywhere, whatever joins the letters (CSS Text 3,
 * overflow-wrap); only a separate element prevents that.
 */
export function tableCell(text: string): TableCell {
  const lines = text.split('\n').map(piecesOf)
  // In the text part, a cell's lines are indented under its row.
  return { text: text.replaceAll('\n', '\n  '), pieces: piecesOf(text), lines }
}

function piecesOf(text: string): Piece[] {
  const pieces = text.split(BRACKETED).map((piece, index) => ({ text: piece, keep: index % 2 === 1 }))
  return pieces.filter(piece => piece.text !== '')
}
