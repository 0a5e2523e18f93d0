import { classOf, type Outcome, parseReply, printableReply } from '../model/delivery/outcome.js'
import { OWN_BEGINNINGS, OWN_WORDS } from '../model/delivery/own-words.js'
import { isLoopback } from '../model/operations/loopback.js'
import { type Connections, openConnections, RecipientRefused } from './connections.js'
import { greeting, knock } from './knock.js'

export type RelayOptions = {
  host: string
  port: number
  /** TLS from the first byte. */
  secure: boolean
  /** In the clear although not on loopback: a catcher in the same container network. */
  plain: boolean
  auth: { user: string; pass: string } | null
  connections: number
  /** Rules of the allow-list; null: mail leaves for nobody. */
  allowed: string[] | null
  /** How long the relay may stay silent, in milliseconds. */
  silence: number
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
 * A pool of connections to the next hop. Outside loopback it speaks TLS with a valid certificate or not at all
 * (STARTTLS is required); on loopback nothing leaves the machine, so that a self-signed certificate will do.
 */
export function openRelay({
  host,
  port,
  secure,
  plain,
  auth,
  connections,
  allowed,
  silence,
  isLocal = isLoopback,
}: RelayOptions) {
  const local = isLocal(host)
  const relay = openConnections(
    {
      host,
      port,
      secure,
      requireTLS: !local && !plain,
      ignoreTLS: plain,
      // decision 7
      tls: { rejectUnauthorized: !local, servername: /^[\d.:]+$/.test(host) ? undefined : host },
      connectionTimeout: Math.min(silence, 15_000),
      greetingTimeout: silence,
      socketTimeout: silence,
    },
    auth,
    connections,
    allowed,
  )
  const underWay = { beforeGate: new Set<AbortController>(), afterGate: new Set<AbortController>() }
  const breakOff = () => {
    for (const mail of underWay.beforeGate) mail.abort()
  }
  return {
    transmit: (transmission: Transmission) => transmit(relay, transmission, silence * WHOLE_MAIL, underWay),
    /** Breaks off the mails whose final dot has not been allowed yet: sending them again is safe. */
    breakOff,
    /** Those whose dot may have left as well: they are in doubt. */
    breakOffAll: () => {
      breakOff()
      for (const mail of underWay.afterGate) mail.abort()
    },
    requiresTls: !local && !plain,
    /** Is there somebody to talk to? Null, or why not. */
    knock: () => knock(host, port),
    /** Does it greet? Null, or why not. */
    greets: () => greeting({ host, port, secure }, Math.min(silence, 30_000)),
    close: relay.close,
  }
}

/** A relay that answers byte by byte never falls silent: a mail takes at most this many times the silence allowed. */
const WHOLE_MAIL = 5

async function transmit(
  relay: Connections,
  { from, to, bytes, gate, envelopeId }: Transmission,
  limit: number,
  { beforeGate, afterGate }: Record<'beforeGate' | 'afterGate', Set<AbortController>>,
): Promise<Outcome> {
  const breaking = new AbortController()
  beforeGate.add(breaking)
  const tooLong = setTimeout(() => breaking.abort(), limit)
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
    const response = await relay.send({
      from,
      to,
      mail: [...bytes],
      gate: asked,
      envelopeId,
      signal: breaking.signal,
    })
    const reply = parseReply(response)
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

type SmtpError = Error & { code?: string; command?: string; response?: string }

function failure(error: SmtpError, dotMayHaveLeft: boolean): Outcome {
  const reply = parseReply(error.response ?? '')
  const command = error.command ?? ''
  if (reply) {
    const kind = classOf(reply, command)
    // Neither refused nor put off: an answer to something else has come, late or too much.
    if (reply.code < 400)
      return dotMayHaveLeft
        ? { kind: 'in-doubt', detail: printableReply(error.message) }
        : { kind: 'lost', detail: printableReply(error.message) }
    const isOfOne = ['RCPT TO', 'DATA'].includes(command)
    // A refusal of the greeting, of EHLO, AUTH or MAIL FROM is about us, whatever it says of mailboxes.
    if (reply.code >= 500 && !isOfOne) return { kind: 'sender', reply, detail: reply.text }
    // "Not now" before a recipient was named concerns everybody: it is the relay that is away, for as long as it says so.
    if (kind === 'transient' && !dotMayHaveLeft && !isOfOne)
      return { kind: 'lost', detail: printableReply(`${command}: ${error.response}`) }
    if (kind === 'unwelcome') return { kind, reply }
    return kind === 'sender' ? { kind, reply, detail: reply.text } : { kind, reply }
  }
  const detail = printableReply(`${error.code ?? ''} ${error.message}`)
  if (dotMayHaveLeft) return { kind: 'in-doubt', detail }
  if (
    error.code === 'EAUTH' ||
    error.code === 'ETLS' ||
    /certificate|CERT_|ALTNAME|SSL routines/i.test(detail)
  )
    return { kind: 'sender', reply: null, detail }
  return { kind: 'lost', detail }
}
