import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpError } from './failure.js'
import { poured } from './wire.js'

/** One mail; `gate` is called after all bytes, before the final dot. When it says no or throws, the dot is withheld. */
export type Handover = {
  from: string
  to: string
  /** The mail in any pieces, best of whole lines. */
  mail: readonly Buffer[]
  gate: () => Promise<boolean>
  /** ENVID (RFC 3461 §4.4). */
  envelopeId: string
  /** Aborts the mail at any point. */
  signal: AbortSignal
}

/** nodemailer adds the server's answers to its envelope. */
export type Envelope = { from: string; to: string[]; dsn: object; rejectedErrors?: SmtpError[] }

/** `isSound`: the server refused the mail, and the connection can take another. */
type Sent = { response: string } | { error: SmtpError; isSound: boolean }

/** Sends one mail over a connection, from MAIL to the answer to its dot. */
export function exchange(
  smtp: SMTPConnection,
  envelope: Envelope,
  { mail, gate, signal }: Handover,
): Promise<Sent> {
  return new Promise(resolve => {
    let isOver = false
    let dot: 'before' | 'sent' = 'before'
    let poursOut = false
    const end = (sent: Sent) => {
      if (isOver) return
      isOver = true
      signal.removeEventListener('abort', abort)
      smtp.off('end', closed)
      resolve(sent)
    }
    const broken = (error: unknown) => end({ error: error as SmtpError, isSound: false })
    const abort = () => broken(signal.reason)
    // Deferred until nodemailer has reported.
    const closed = () => setImmediate(broken, new Error('Connection closed'))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    smtp.once('end', closed)
    const asked = async () => {
      // decision 2
      const isOpen = !isOver && (await gate())
      // A mail aborted during the gate sends no dot.
      if (!isOpen || isOver) {
        broken(new Error('the dot was kept back'))
        return false
      }
      dot = 'sent'
      return true
    }
    const text = poured(wireForm(mail), asked, broken, () => {
      poursOut = true
    })
    smtp.send(envelope as Parameters<SMTPConnection['send']>[0], text, (error, info) => {
      if (error) {
        // With PIPELINING, nodemailer only notes RCPT TO's answer; after a 421 it reports just the hang-up.
        const said = dot === 'before' && !isRefusal(error) ? envelope.rejectedErrors?.at(-1) : undefined
        return end({ error: said ?? error, isSound: isRefusal(error) && poursOut === (dot === 'sent') })
      }
      // A server that accepts a mail before its end has not received it.
      if (dot === 'sent' && info) end({ response: info.response })
      else broken(new Error('an answer came before the final dot'))
    })
  })
}

/** RFC 5321 §3.8: after a 421 the server closes the connection. */
const isRefusal = ({ code, responseCode }: SmtpError) =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode !== 421

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
