import MimeNode from 'nodemailer/lib/mime-node'
import SMTPConnection, { type SMTPConnectionOptions } from 'nodemailer/lib/smtp-connection'
import { isAllowed } from '../model/delivery/allow-list.js'
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

export type Connections = ReturnType<typeof openConnections>

type Connection = { smtp: SMTPConnection; mails: number }
type SmtpError = Error & { code?: string; command?: string; responseCode?: number }

/** The recipient of a mail is not one address, or not an allowed one: nothing was said to the relay. */
export class RecipientRefused extends Error {}

/** A connection serves so many mails: relays count them. */
const MAILS = 500
/** How long the answer to a refused mail may keep the next one waiting, in milliseconds. */
const RESETTING = 5000

/**
 * At most `many` connections to one server, each with one mail at a time and kept for the next. nodemailer speaks the protocol; its
 * composer and its pool, which take each mail to pieces again, are left out. No mail is ever sent twice: that is the ledger's to decide.
 * `allowed`: the rules of the allow-list, held against what RCPT is handed.
 */
export function openConnections(
  options: SMTPConnectionOptions,
  login: Login | null,
  many: number,
  allowed: string[] | null,
) {
  const idle: Connection[] = []
  const ways = openWays(many)
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
    if (isClosed || used.mails >= MAILS || used.smtp.destroyed) used.smtp.close()
    else idle.push(used)
  }

  /** A mail was refused and the connection is sound: the session begins anew (RFC 5321 §4.1.1.5), soon or not at all. */
  const reset = (used: Connection) =>
    new Promise<void>(resolve => {
      const tooLong = setTimeout(
        () => used.smtp.close(),
        Math.min(RESETTING, options.socketTimeout ?? RESETTING),
      )
      const end = () => {
        clearTimeout(tooLong)
        resolve()
      }
      used.smtp.once('end', end)
      used.smtp.reset(error => {
        used.smtp.off('end', end)
        if (error) used.smtp.close()
        else keep(used)
        end()
      })
    })

  async function handOver(handover: Handover): Promise<string> {
    const envelope = envelopeOf(handover, allowed)
    const used = await connection(handover.signal)
    const sent = await send(used.smtp, envelope, handover)
    if ('response' in sent) {
      keep(used)
      return sent.response
    }
    if (sent.isSound) await reset(used)
    else used.smtp.close()
    // Not a byte went out: the server had hung up on a connection that waited here.
    if (used.mails > 0 && sent.error.command === 'API' && sent.error.code === 'ECONNECTION')
      return handOver(handover)
    throw sent.error
  }

  return {
    /** Resolves to the server's words after the dot. Throws what nodemailer's connection says, or the gate, or the signal's reason. */
    send: async (handover: Handover): Promise<string> => {
      await ways.enter(handover.signal)
      try {
        return await handOver(handover)
      } finally {
        ways.leave()
      }
    },
    /** Ends those that wait; one with a mail finishes it first. */
    close: () => {
      isClosed = true
      for (const { smtp } of idle.splice(0)) smtp.close()
    },
  }
}

/** So many at once; the others wait in turn, until their signal ends it. */
function openWays(many: number) {
  let free = many
  const waiting = new Set<() => void>()
  return {
    enter: (signal: AbortSignal): Promise<void> | null => {
      if (free > 0) {
        free--
        return null
      }
      return new Promise((resolve, reject) => {
        const giveUp = () => {
          waiting.delete(mine)
          reject(signal.reason)
        }
        const mine = () => {
          signal.removeEventListener('abort', giveUp)
          resolve()
        }
        waiting.add(mine)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
    leave: () => {
      const [next] = waiting
      if (!next) free++
      else {
        waiting.delete(next)
        next()
      }
    },
  }
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

/** `isSound`: the server refused the mail, and can be given another. */
type Sent = { response: string } | { error: SmtpError; isSound: boolean }

function send(smtp: SMTPConnection, asking: Envelope, { mail, gate, signal }: Handover): Promise<Sent> {
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
      // Whoever broke it off meanwhile must not see the dot leave.
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
    smtp.send(asking as Parameters<SMTPConnection['send']>[0], text, (error, info) => {
      if (error) {
        // With PIPELINING, nodemailer only notes what RCPT TO was answered; after a 421 the hang-up is all that it tells.
        const said = dot === 'before' && !isRefusal(error) ? asking.rejectedErrors?.at(-1) : undefined
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

/** nodemailer adds what it heard to the envelope that it is given. */
type Envelope = { from: string; to: string[]; dsn: object; rejectedErrors?: SmtpError[] }

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
