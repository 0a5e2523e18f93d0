import type { Readable, Transform } from 'node:stream'
import type SMTPConnection from 'nodemailer/lib/smtp-connection'
import type { SmtpError } from './failure.js'
import { wireForm } from './wire.js'

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

/**
 * The source that SMTPConnection.send pipes from; `mail` is in wire form. Bytes bypass its search for line ends and dots; only the last line end
 * passes through it. `gate` is called once the socket has all bytes; the dot leaves when it says yes. `failed` gets its error; `begun`: the server
 * wants the text.
 */
function poured(
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
