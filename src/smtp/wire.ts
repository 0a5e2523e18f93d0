const [LF, CR, DOT] = [10, 13, 46]

/** In bytes: larger pieces are shared by many mails, so their wire form is memoized. */
const SHARED = 1024
const known = new WeakMap<Buffer, Buffer>()

/**
 * A mail's wire form (RFC 5321 §2.3.8, §4.5.2): all lines end in CRLF, and a leading dot is doubled. Pieces of whole lines are converted separately,
 * shared ones once.
 */
export function wireForm(pieces: readonly Buffer[]): Buffer {
  const [first] = pieces
  if (first && pieces.length === 1) return wholeOf(first)
  return pieces.every(endsLine) ? Buffer.concat(pieces.map(pieceOf)) : wholeOf(Buffer.concat(pieces))
}

const endsLine = (piece: Buffer) => piece.at(-1) === LF && piece.at(-2) === CR

function pieceOf(piece: Buffer): Buffer {
  if (piece.length < SHARED) return wholeOf(piece)
  const found = known.get(piece) ?? wholeOf(piece)
  known.set(piece, found)
  return found
}

/** Searched by lines and copied in pieces: by bytes, or as a text, it costs several times as much. */
function wholeOf(mail: Buffer): Buffer {
  const dots = leadingDots(mail)
  if (dots === null) return wholeOf(withLineEnds(mail))
  if (dots.length === 0) return mail
  const pieces = Buffer.allocUnsafe(mail.length + dots.length)
  let [from, to] = [0, 0]
  for (const dot of [...dots, mail.length]) {
    to += mail.copy(pieces, to, from, dot)
    if (dot < mail.length) pieces[to++] = DOT
    from = dot
  }
  return pieces
}

/** Positions of lines with a leading dot; null when a line ends in anything but CRLF. */
function leadingDots(mail: Buffer): number[] | null {
  const dots: number[] = []
  let start = 0
  while (start < mail.length) {
    const end = mail.indexOf(CR, start)
    if (end < 0 || mail.indexOf(LF, start) !== end + 1) return null
    if (mail[start] === DOT) dots.push(start)
    start = end + 2
  }
  return mail.length > 0 ? dots : null
}

/** A lone CR or LF also ends a line: a server that reads it so would otherwise find an undoubled dot. */
function withLineEnds(mail: Buffer): Buffer {
  const text = mail.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}
