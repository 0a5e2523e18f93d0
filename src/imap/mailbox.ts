import { ImapFlow } from 'imapflow'
import { REPORT_BYTES } from '../parse/returned-mail/match.js'
import { type Answered, answerIn, explain } from './refusal.js'

export type MailboxOptions = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** Refuses to log in without TLS and a valid certificate; required everywhere but on loopback. */
  requireTls: boolean
  auth: { user: string; pass: string }
  mailbox: string
}

/** A mailbox opened read-only: nothing is marked, moved or deleted. */
export type Mailbox = {
  /** UIDs are valid only together with it (RFC 9051 §2.3.1.1). */
  uidValidity: number
  /** The UIDs after `last`, in order. */
  uidsAfter: (last: number) => Promise<number[]>
  /** The beginning of a mail, or the server's refusal to give it now. Null when it is gone. Throws when the connection is lost. */
  read: (uid: number) => Promise<ReadMail | UnreadMail | null>
  /** Is the connection still there? */
  isOpen: () => boolean
  close: () => Promise<void>
}

/** The beginning of a mail and the length of the whole, in bytes. */
export type ReadMail = { bytes: Uint8Array; size: number }

/** The mailbox can't be reached or opened; the message tells the operator what to do. */
export class MailboxUnreachable extends Error {}
const CONNECT_MS = 15_000
const SILENCE_MS = 60_000

/** Limits for a server that sends more than was requested. */
const LIMITS = {
  maxLiteralSize: 4 * REPORT_BYTES,
  maxLineLength: 16 * REPORT_BYTES,
  maxResponseSize: 20 * REPORT_BYTES,
}

/** Connects and opens a mailbox read-only (EXAMINE). Sends no log-in without TLS, except on loopback. Throws MailboxUnreachable. */
export async function openMailbox(options: MailboxOptions): Promise<Mailbox> {
  const heard = { last: '' }
  const client = new ImapFlow({ ...clientOptions(options), logger: listening(heard) })
  // The command that meets an error reports it.
  client.on('error', () => {})
  try {
    await client.connect()
    const { uidValidity } = await client.mailboxOpen(options.mailbox, { readOnly: true })
    return mailboxOf(client, Number(uidValidity), heard)
  } catch (error) {
    client.close()
    throw new MailboxUnreachable(`IMAP ${options.host}:${options.port}: ${explain(error)}`)
  }
}

/** The options for imapflow. */
export function clientOptions({ host, port, secure, requireTls, auth }: MailboxOptions) {
  return {
    host,
    port,
    secure,
    auth,
    ...(requireTls && !secure ? { doSTARTTLS: true } : {}),
    tls: { rejectUnauthorized: requireTls },
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    ...LIMITS,
  }
}

function mailboxOf(client: ImapFlow, uidValidity: number, heard: { last: string }): Mailbox {
  const search = async (uids: string) => {
    heard.last = ''
    const found = await client.search({ uid: uids }, { uid: true })
    if (!found) throw new Error(`the server does not answer the search: ${heard.last || 'no reason given'}`)
    return found
  }
  return {
    uidValidity,
    // `n:*` always names the last mail, also when its UID is lower (RFC 9051 §9, seq-range).
    uidsAfter: async last => (await search(`${last + 1}:*`)).filter(uid => uid > last).sort((a, b) => a - b),
    read: async uid => {
      const query = { source: { start: 0, maxLength: REPORT_BYTES }, size: true }
      const mail = await client.fetchOne(String(uid), query, { uid: true }).catch(refusalIn)
      if (mail && 'unread' in mail) return mail
      // An OK without the mail may mean it was removed, or a fault: a search for its UID decides.
      if (!mail) return (await search(String(uid))).includes(uid) ? { unread: 'OK, without the mail' } : null
      const { source, size } = mail
      if (!source || source.length === 0) return { unread: 'OK, with an empty mail' }
      return { bytes: source.subarray(0, REPORT_BYTES), size: size ?? source.length }
    },
    isOpen: () => client.usable,
    close: () => client.logout().catch(() => client.close()),
  }
}

/** Keeps a server's answer to a failed command: imapflow logs the error and doesn't return it. */
function listening(heard: { last: string }) {
  const note = (entry: { err?: unknown } | undefined) => {
    const words = entry?.err ? answerIn(entry.err as Answered) : ''
    if (words !== '') heard.last = words
  }
  const nothing = () => {}
  return { trace: nothing, debug: nothing, info: nothing, warn: note, error: note, fatal: note }
}

/** A tagged NO or BAD (RFC 9051 §7.1): a mail isn't given up after one attempt. Rethrows any other error. */
export function refusalIn(error: Answered): UnreadMail {
  const words = answerIn(error)
  if (words === '') throw error
  return { unread: words }
}

/** The mail exists but was not given: the server's words, for people. */
export type UnreadMail = { unread: string }
