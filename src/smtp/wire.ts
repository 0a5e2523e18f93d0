import type { Readable, Transform } from 'node:stream'

const [LF, CR, DOT] = [10, 13, 46]

/** Larger pieces are the same for many mails: it is worth remembering how they go over the wire. In bytes. */
const SHARED = 1024
const known = new WeakMap<Buffer, Buffer>()

/**
 * A mail as it goes over the wire (RFC 5321 §2.3.8, §4.5.2): lines end in CRLF, the last one too, and one that begins with a dot
 * gets another. Pieces that are whole lines are looked at apart, those that come again in other mails once.
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

/** Found line by line and copied in pieces: byte by byte, or as a text, it costs several times as much. */
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

/** Where lines begin with a dot; null when a line ends in anything but CRLF. */
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

/** A lone CR or LF is a line end as well: a server that took it for one would else find a dot that nobody doubled. */
function withLineEnds(mail: Buffer): Buffer {
  const text = mail.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n')
  return Buffer.from(text.endsWith('\r\n') ? text : `${text}\r\n`, 'latin1')
}

/**
 * What SMTPConnection.send pipes into its stream for the text of a mail (`mail` in wire form): the bytes pass over its search for line
 * ends and dots, byte by byte. Only the last line end goes through it, from which it knows what must stand before the dot.
 * `gate` is asked once all bytes have been given to the socket; the dot leaves when it says yes. What it throws, `failed` gets.
 * `begun` is told when the server wants the text.
 */
export function poured(
  mail: Buffer,
  gate: () => Promise<boolean>,
  failed: (reason: unknown) => void,
  begun: () => void,
) {
  const pipe = (into: Transform) => {
    begun()
    let left = mail.length
    into.on('data', (chunk: Buffer) => {
      left -= chunk.length
      // decision 2
      if (left === 0) gate().then(isOpen => isOpen && into.end(), failed)
    })
    into.push(mail.subarray(0, -2))
    into.write(mail.subarray(-2))
  }
  return { pipe } as unknown as Readable
}
