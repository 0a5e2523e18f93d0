import { ImapFlow } from 'imapflow'
import { REPORT_BYTES } from '../model/report/match.js'

export type MailboxOptions = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** Refuse to log in without TLS and a valid certificate: everywhere but on loopback. */
  requireTls: boolean
  auth: { user: string; pass: string }
  mailbox: string
}

/** A mailbox opened for reading: nothing in it is marked, moved or deleted. */
export type Mailbox = {
  /** UIDs mean something only together with it (RFC 9051 §2.3.1.1). */
  uidValidity: number
  /** The UIDs after `last`, in order. */
  uidsAfter: (last: number) => Promise<number[]>
  /** The beginning of a mail and the length of the whole, in bytes; null when it is gone. Throws when the server doesn't give it. */
  read: (uid: number) => Promise<{ bytes: Uint8Array; size: number } | null>
  /** Is the connection still there? */
  isOpen: () => boolean
  close: () => Promise<void>
}

/** The mailbox can't be reached or opened: for the operator, with what to do. */
export class MailboxUnreachable extends Error {}

const CONNECT_WITHIN = 15_000
const SILENCE = 60_000
/** A server that sends more than it was asked for is cut off. */
const LIMITS = {
  maxLiteralSize: 4 * REPORT_BYTES,
  maxLineLength: 16 * REPORT_BYTES,
  maxResponseSize: 20 * REPORT_BYTES,
}

/**
 * Connects and opens a mailbox read-only (EXAMINE). Without TLS not one byte of the login is sent, except on loopback.
 * Throws MailboxUnreachable.
 */
export async function openMailbox(options: MailboxOptions): Promise<Mailbox> {
  const client = new ImapFlow(clientOptions(options))
  // What breaks is reported by the command that meets it.
  client.on('error', () => {})
  try {
    await client.connect()
    const { uidValidity } = await client.mailboxOpen(options.mailbox, { readOnly: true })
    return mailboxOf(client, Number(uidValidity))
  } catch (error) {
    client.close()
    throw new MailboxUnreachable(`IMAP ${options.host}:${options.port}: ${explain(error)} Check IMAP_URL.`)
  }
}

/** What imapflow is told. */
export function clientOptions({ host, port, secure, requireTls, auth }: MailboxOptions) {
  return {
    host,
    port,
    secure,
    auth,
    ...(requireTls && !secure ? { doSTARTTLS: true } : {}),
    tls: { rejectUnauthorized: requireTls },
    logger: false as const,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_WITHIN,
    greetingTimeout: CONNECT_WITHIN,
    socketTimeout: SILENCE,
    ...LIMITS,
  }
}

function mailboxOf(client: ImapFlow, uidValidity: number): Mailbox {
  return {
    uidValidity,
    uidsAfter: async last => {
      const found = await client.search({ uid: `${last + 1}:*` }, { uid: true })
      if (!found) throw new Error('the server does not answer the search')
      // `n:*` always names the last mail, also when its UID is lower (RFC 9051 §9, seq-range).
      return found.filter(uid => uid > last).sort((a, b) => a - b)
    },
    read: async uid => {
      const query = { source: { start: 0, maxLength: REPORT_BYTES }, size: true }
      const mail = await client.fetchOne(String(uid), query, { uid: true })
      if (!mail) return null
      if (!mail.source) throw new Error('the server gives no content')
      return { bytes: mail.source.subarray(0, REPORT_BYTES), size: mail.size ?? mail.source.length }
    },
    isOpen: () => client.usable,
    close: () => client.logout().catch(() => client.close()),
  }
}

function explain(error: unknown): string {
  const { message, code, responseText, authenticationFailed } = error as Error & {
    code?: string
    responseText?: string
    authenticationFailed?: boolean
  }
  if (authenticationFailed) return 'the server refuses the user or the password.'
  const words = (responseText ?? message).slice(0, 200).replace(/\.$/, '')
  return `${words}${code && !words.includes(code) ? ` (${code})` : ''}.`
}
