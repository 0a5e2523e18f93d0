import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import type { SmtpError } from './failure.js'
import { poured, wireForm } from './wire.js'

export type Login = { user: string; pass: string }

/** One mail; `gate` is asked when all bytes have gone, before the final dot. When it says no, or throws, the dot is kept back. */
export type Handover = {
  from: string
  to: string
  /** The mail in any pieces, those of whole lines the best. */
  mail: readonly Buffer[]
  gate: () => Promise<boolean>
  /** ENVID (RFC 3461 §4.4). */
  envelopeId: string
  /** Breaks it off, wherever it is. */
  signal: AbortSignal
}

/** nodemailer adds what it heard to the envelope that it is given. */
export type Envelope = { from: string; to: string[]; dsn: object; rejectedErrors?: SmtpError[] }

/** Greeted, in TLS as `options` want it, and logged in. */
export function connected(
  options: SMTPConnectionOptions,
  login: Login | null,
  signal: AbortSignal,
): Promise<SMTPConnection> {
  return new Promise((resolve, reject) => {
    const smtp = new SMTPConnection(options)
    const fail = (error: unknown) => {
      signal.removeEventListener('abort', abort)
      smtp.close()
      reject(error)
    }
    const abort = () => fail(signal.reason)
    const done = () => {
      signal.removeEventListener('abort', abort)
      resolve(smtp)
    }
    if (signal.aborted) return reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    // Stays for good: what breaks later without a mail under way concerns nobody.
    smtp.on('error', fail)
    smtp.once('end', () => setImmediate(fail, new Error('Connection closed')))
    smtp.connect(error => {
      if (error) return fail(error)
      if (!login || !smtp.allowsAuth) return done()
      smtp.login({ ...login, credentials: login }, refused => (refused ? fail(refused) : done()))
    })
  })
}

/** `isSound`: the server refused the mail, and can be given another. */
type Sent = { response: string } | { error: SmtpError; isSound: boolean }

/** One mail over a connection, from MAIL to the answer to its dot. */
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
    // Later than what nodemailer has to say about it.
    const closed = () => setImmediate(broken, new Error('Connection closed'))
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    smtp.once('end', closed)
    const asked = async () => {
      // decision 2
      const isOpen = !isOver && (await gate())
      // A mail that was broken off while the gate was asked sends no dot.
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
        // With PIPELINING, nodemailer only notes what RCPT TO was answered; after a 421 the hang-up is all that it tells.
        const said = dot === 'before' && !isRefusal(error) ? envelope.rejectedErrors?.at(-1) : undefined
        return end({ error: said ?? error, isSound: isRefusal(error) && poursOut === (dot === 'sent') })
      }
      // A server that takes a mail before its end has not got it.
      if (dot === 'sent' && info) end({ response: info.response })
      else broken(new Error('an answer came before the final dot'))
    })
  })
}

/** RFC 5321 §3.8: after a 421 the server hangs up. */
const isRefusal = ({ code, responseCode }: SmtpError) =>
  (code === 'EENVELOPE' || code === 'EMESSAGE') && responseCode !== undefined && responseCode !== 421
