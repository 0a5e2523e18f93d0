import MimeNode from 'nodemailer/lib/mime-node'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isAllowed } from '../model/delivery/allow-list.js'
import { type Envelope, exchange, type Handover } from './exchange.js'

type Connection = { smtp: SMTPConnection; mails: number }

/** A mail's recipient isn't exactly one allowed address: nothing was sent to the relay. */
export class RecipientRefused extends Error {}

/** Relays limit the mails per connection. */
const MAILS_PER_CONNECTION = 500
/** How long the answer to a refused mail may delay the next one. */
const RESET_MS = 5000

/**
 * Connections to one server, each with one mail at a time and kept for the next: one per concurrent mail. Uses nodemailer's protocol, but not its
 * composer and pool, which parse each mail again. Never retries: the ledger decides. `allowed`: allow-list rules, checked against what RCPT gets.
 */
export function openConnections(
  options: SMTPConnectionOptions,
  login: Login | null,
  allowed: string[] | null,
) {
  const idle: Connection[] = []
  const resetMs = Math.min(RESET_MS, options.socketTimeout ?? RESET_MS)
  let isClosed = false

  async function connection(signal: AbortSignal): Promise<Connection> {
    if (isClosed) throw new Error('the connections are closed')
    const kept = idle.pop()
    if (kept) return kept
    const made = { smtp: await connected(options, login, signal), mails: 0 }
    made.smtp.once('end', () => {
      const place = idle.indexOf(made)
      if (place >= 0) idle.splice(place, 1)
    })
    return made
  }

  /** Keeps it for the next mail, unless it has served enough. */
  function keep(used: Connection) {
    used.mails++
    if (isClosed || used.mails >= MAILS_PER_CONNECTION || used.smtp.destroyed) used.smtp.close()
    else idle.push(used)
  }

  async function handOver(handover: Handover): Promise<string> {
    const envelope = envelopeOf(handover, allowed)
    const used = await connection(handover.signal)
    const sent = await exchange(used.smtp, envelope, handover)
    if ('response' in sent) {
      keep(used)
      return sent.response
    }
    if (sent.isSound && (await isReset(used.smtp, resetMs))) keep(used)
    else used.smtp.close()
    // No byte was sent: the server had closed an idle connection.
    if (used.mails > 0 && sent.error.command === 'API' && sent.error.code === 'ECONNECTION')
      return handOver(handover)
    throw sent.error
  }

  return {
    /** Resolves to the server's words after the dot. Throws the error of nodemailer's connection, the gate, or the signal. */
    send: handOver,
    /** Closes idle connections; a busy one finishes its mail first. */
    close: () => {
      isClosed = true
      for (const { smtp } of idle.splice(0)) smtp.close()
    },
  }
}

/** Resets a sound session after a refused mail (RFC 5321 §4.1.1.5). Resolves to false when it fails or exceeds `limitMs`. */
const isReset = (smtp: SMTPConnection, limitMs: number) =>
  new Promise<boolean>(resolve => {
    const end = (isSound: boolean) => {
      clearTimeout(tooLong)
      smtp.off('end', closed)
      resolve(isSound)
    }
    const closed = () => end(false)
    const tooLong = setTimeout(closed, limitMs)
    smtp.once('end', closed)
    smtp.reset(error => end(!error))
  })

/** The envelope of one mail; throws RecipientRefused. RCPT gets its address unchanged. decision 42 */
function envelopeOf({ from, to, envelopeId }: Handover, allowed: string[] | null): Envelope {
  if (!isAllowed(to, allowed)) throw new RecipientRefused('the recipient is no allowed address')
  const recipient = lower(to)
  const dsn = { id: envelopeId, return: 'headers', notify: ['failure', 'delay'], recipient }
  return { from: senderOf(from), to: [recipient], dsn }
}

const PLAIN = /^[\w.!#$%&'*+/=?^`{|}~-]{1,200}@[A-Za-z0-9.-]{1,255}$/

/** Our return path in the envelope's form: its domain in ASCII (RFC 5891), unusual characters quoted. */
function senderOf(from: string): string {
  if (PLAIN.test(from)) return lower(from)
  const { from: quoted } = new MimeNode('text/plain').setEnvelope({ from, to: from }).getEnvelope()
  return quoted || ''
}

/** Lower-cases the domain; the local part belongs to the receiver. */
function lower(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at) + address.slice(at).toLowerCase()
}

/** A connection that is greeted, in TLS as `options` require, and logged in. */
function connected(
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
    // Stays for good: errors without a mail in flight don't matter.
    smtp.on('error', fail)
    smtp.once('end', () => setImmediate(fail, new Error('Connection closed')))
    smtp.connect(error => {
      if (error) return fail(error)
      if (!login || !smtp.allowsAuth) return done()
      smtp.login({ ...login, credentials: login }, refused => (refused ? fail(refused) : done()))
    })
  })
}

type Login = { user: string; pass: string }
