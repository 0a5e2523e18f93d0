import MimeNode from 'nodemailer/lib/mime-node'
import type { SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { isAllowed } from '../model/delivery/allow-list.js'
import { type Envelope, exchange, type Handover } from './exchange.js'

type Connection = { smtp: SMTPConnection; mails: number }

/** The recipient of a mail is not one address, or not an allowed one: nothing was said to the relay. */
export class RecipientRefused extends Error {}

/** Relays count the mails of a connection. */
const MAILS_PER_CONNECTION = 500
/** How long the answer to a refused mail may keep the next one waiting. */
const RESET_MS = 5000

/**
 * Connections to one server, each with one mail at a time and kept for the next: as many as mails are handed over at once. nodemailer speaks the protocol; its
 * composer and its pool, which take each mail to pieces again, are left out. No mail is ever sent twice: that is the ledger's to decide.
 * `allowed`: the rules of the allow-list, held against what RCPT is handed.
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

  /** For the next mail, unless it has served enough. */
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
    // Not a byte went out: the server had hung up on a connection that waited here.
    if (used.mails > 0 && sent.error.command === 'API' && sent.error.code === 'ECONNECTION')
      return handOver(handover)
    throw sent.error
  }

  return {
    /** Resolves to the server's words after the dot. Throws what nodemailer's connection says, or the gate, or the signal's reason. */
    send: handOver,
    /** Ends those that wait; one with a mail finishes it first. */
    close: () => {
      isClosed = true
      for (const { smtp } of idle.splice(0)) smtp.close()
    },
  }
}

/**
 * A mail was refused and the connection is sound: the session begins anew (RFC 5321 §4.1.1.5). Resolves to false when it can't, or not
 * within `limitMs`.
 */
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

/** The envelope of one mail; throws RecipientRefused. What stands in it goes into RCPT as it is. decision 42 */
function envelopeOf({ from, to, envelopeId }: Handover, allowed: string[] | null): Envelope {
  if (!isAllowed(to, allowed)) throw new RecipientRefused('the recipient is no allowed address')
  const recipient = lower(to)
  const dsn = { id: envelopeId, return: 'headers', notify: ['failure', 'delay'], recipient }
  return { from: senderOf(from), to: [recipient], dsn }
}

const PLAIN = /^[\w.!#$%&'*+/=?^`{|}~-]{1,200}@[A-Za-z0-9.-]{1,255}$/

/** Our own return path as the envelope takes it: its domain in ASCII (RFC 5891), anything unusual quoted. */
function senderOf(from: string): string {
  if (PLAIN.test(from)) return lower(from)
  const { from: quoted } = new MimeNode('text/plain').setEnvelope({ from, to: from }).getEnvelope()
  return quoted || ''
}

/** The domain in lower case; the local part belongs to the receiving side. */
function lower(address: string): string {
  const at = address.lastIndexOf('@')
  return address.slice(0, at) + address.slice(at).toLowerCase()
}

/** Greeted, in TLS as `options` want it, and logged in. */
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

type Login = { user: string; pass: string }
