import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_BEGINNINGS, OWN_WORDS } from '../model/delivery/own-words.js'
import { parseReply, printableReply } from '../model/delivery/parse-reply.js'
import { isLoopback } from '../model/operations/loopback.js'
import { openConnections, RecipientRefused } from './connections.js'
import { failure, type SmtpError } from './failure.js'
import { greeting, knock } from './knock.js'

export type RelayOptions = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** Unencrypted although not on loopback: a catcher in the same container network. */
  plain: boolean
  auth: { user: string; pass: string } | null
  /** Rules of the allow-list; null: no mail leaves. */
  allowed: string[] | null
  /** How long the relay may be silent. */
  silenceMs: number
  /** Whether a host is this machine. */
  isLocal?: (host: string) => boolean
}

export type Transmission = {
  /** Envelope addresses (RFC 5321 §2.3.1). */
  from: string
  to: string
  bytes: Iterable<Buffer>
  /** Called after all bytes, before the final dot; false or an error withholds the dot. */
  gate: () => Promise<boolean>
  /** ENVID for the relay's delivery status notifications (RFC 3461 §4.4). */
  envelopeId: string
}

export type Relay = ReturnType<typeof openRelay>

/**
 * A pool of connections to the next hop, one per concurrent mail. Outside loopback it requires TLS with a valid certificate (STARTTLS is mandatory).
 * On loopback nothing leaves the machine, so a self-signed certificate suffices.
 */
export function openRelay({
  host,
  port,
  secure,
  plain,
  auth,
  allowed,
  silenceMs,
  isLocal = isLoopback,
}: RelayOptions) {
  const local = isLocal(host)
  const connections = openConnections(
    {
      host,
      port,
      secure,
      requireTLS: !local && !plain,
      ignoreTLS: plain,
      // decision 7
      tls: { rejectUnauthorized: !local, servername: /^[\d.:]+$/.test(host) ? undefined : host },
      connectionTimeout: Math.min(silenceMs, 15_000),
      greetingTimeout: silenceMs,
      socketTimeout: silenceMs,
    },
    auth,
    allowed,
  )
  const mails = { beforeGate: new Set<AbortController>(), afterGate: new Set<AbortController>() }
  const breakOff = () => {
    for (const mail of mails.beforeGate) mail.abort()
  }
  return {
    /** Hands one mail to the next hop, over a free or a new connection. */
    transmit: (transmission: Transmission) =>
      handOver(connections, transmission, silenceMs * SILENCES_PER_MAIL, mails),
    /** Aborts mails whose final dot was not yet allowed: a retry is safe. */
    breakOff,
    /** Also aborts those whose dot may have left: they are in doubt. */
    breakOffAll: () => {
      breakOff()
      for (const mail of mails.afterGate) mail.abort()
    },
    requiresTls: !local && !plain,
    /** Whether it can be reached: null, or why not. */
    knock: () => knock(host, port),
    /** Whether it greets: null, or why not. */
    greets: () => greeting({ host, port, secure }, Math.min(silenceMs, 30_000)),
    close: connections.close,
  }
}

/** A relay that answers byte by byte is never silent: a mail may take this many times the allowed silence. */
const SILENCES_PER_MAIL = 5

async function handOver(
  connections: Connections,
  { from, to, bytes, gate, envelopeId }: Transmission,
  limitMs: number,
  { beforeGate, afterGate }: Record<'beforeGate' | 'afterGate', Set<AbortController>>,
): Promise<Outcome> {
  const breaking = new AbortController()
  beforeGate.add(breaking)
  const tooLong = setTimeout(() => breaking.abort(), limitMs)
  // The gate's answer: nodemailer reports a connection lost before, during and after DATA in the same words.
  let passage: 'before' | 'passed' | 'withheld' | 'failed' = 'before'
  const asked = async () => {
    const open = await gate().catch(error => {
      passage = 'failed'
      throw error
    })
    passage = open ? 'passed' : 'withheld'
    beforeGate.delete(breaking)
    if (open) afterGate.add(breaking)
    return open
  }
  try {
    const response = await connections.send({
      from,
      to,
      mail: [...bytes],
      gate: asked,
      envelopeId,
      signal: breaking.signal,
    })
    const reply = parseReply(response)
    // decision 8
    return reply
      ? { kind: 'accepted', reply }
      : { kind: 'in-doubt', detail: printableReply(`${OWN_BEGINNINGS.unintelligible}${response}`) }
  } catch (error) {
    if (error instanceof RecipientRefused) return { kind: 'not-allowed' }
    if ((passage as string) === 'withheld') return { kind: 'withheld', detail: OWN_WORDS.stopped }
    if ((passage as string) === 'failed')
      return {
        kind: 'lost',
        detail: printableReply(`${OWN_BEGINNINGS['ledger-away']}${(error as Error).message}`),
      }
    return failure(error as SmtpError, (passage as string) === 'passed')
  } finally {
    clearTimeout(tooLong)
    beforeGate.delete(breaking)
    afterGate.delete(breaking)
  }
}

type Connections = ReturnType<typeof openConnections>
