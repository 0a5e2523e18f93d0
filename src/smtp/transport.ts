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
  /** In the clear although not on loopback: a catcher in the same container network. */
  plain: boolean
  auth: { user: string; pass: string } | null
  /** Rules of the allow-list; null: mail leaves for nobody. */
  allowed: string[] | null
  /** How long the relay may stay silent. */
  silenceMs: number
  /** Which hosts are this machine. */
  isLocal?: (host: string) => boolean
}

export type Transmission = {
  /** Envelope addresses (RFC 5321 §2.3.1). */
  from: string
  to: string
  bytes: Iterable<Buffer>
  /** Asked once all bytes are handed over, before the final dot; false keeps the dot back. May throw, with the same effect. */
  gate: () => Promise<boolean>
  /** ENVID for the relay's delivery status notifications (RFC 3461 §4.4). */
  envelopeId: string
}

export type Relay = ReturnType<typeof openRelay>

/**
 * A pool of connections to the next hop, as many as mails are handed over at once. Outside loopback it speaks TLS with a valid certificate or not at all
 * (STARTTLS is required); on loopback nothing leaves the machine, so that a self-signed certificate will do.
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
    /** Hands one mail to the next hop, by a connection that is free, or a new one. */
    transmit: (transmission: Transmission) =>
      handOver(connections, transmission, silenceMs * SILENCES_PER_MAIL, mails),
    /** Breaks off the mails whose final dot has not been allowed yet: sending them again is safe. */
    breakOff,
    /** Those whose dot may have left as well: they are in doubt. */
    breakOffAll: () => {
      breakOff()
      for (const mail of mails.afterGate) mail.abort()
    },
    requiresTls: !local && !plain,
    /** Is there somebody to talk to? Null, or why not. */
    knock: () => knock(host, port),
    /** Does it greet? Null, or why not. */
    greets: () => greeting({ host, port, secure }, Math.min(silenceMs, 30_000)),
    close: connections.close,
  }
}

/** A relay that answers byte by byte never falls silent: a mail takes at most this many times the silence allowed. */
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
  // What the gate said: nodemailer reports a connection lost before, during and after DATA in the same words.
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
