import { join } from 'node:path'
import { type Config, tokenSecret } from '../config.js'
import type { Log } from '../log.js'
import { renderEdition } from '../mjml/render.js'
import { isAllowed } from '../model/allow-list.js'
import { localDay } from '../model/calendar.js'
import { returnPath } from '../model/delivery.js'
import type { EditionContent, Reader } from '../model/edition.js'
import { suggestion } from '../model/follow-up.js'
import { languagesInOrder } from '../model/language.js'
import type { Outcome } from '../model/outcome.js'
import { frozenContent, stopEdition } from '../postgres/editions.js'
import type { NewFollowUp } from '../postgres/follow-ups.js'
import { type Ledger, openLedger } from '../postgres/ledger.js'
import type { Catcher } from '../smtp/catcher.js'
import { type DkimKey, readDkimKey, signed } from '../smtp/dkim.js'
import {
  type EncodedBody,
  encodeBody,
  type MailHeaders,
  mailBytes,
  SALUTATION_MARKS,
} from '../smtp/message.js'
import { openRelay, type Relay } from '../smtp/transport.js'
import {
  type AttemptEnd,
  type ClaimedDelivery,
  type Delivered,
  type DeliverPorts,
  deliver,
} from '../steps/deliver.js'
import type { Context } from './context.js'
import { EngineUnreachable } from './engines.js'
import { type NoticesSent, sendNotices } from './notices.js'

export type Sending = {
  /** One attempt of one delivery. */
  deliver: (delivery: string) => Promise<Delivered>
  /** Renews the claims of the deliveries under way. */
  renewClaims: () => Promise<void>
  /** Sends the notices that are due, one round at a time. */
  sendNotices: () => Promise<NoticesSent>
  /** Is the next hop there? Null, or why not. */
  knock: () => Promise<string | null>
  close: () => Promise<void>
}

/** Opens what sending needs: the relay of SMTP_URL or the local catcher, the key that signs, the ledger. */
export async function openSending(context: Context): Promise<Sending> {
  const { config, engine } = context
  const catcher = config.smtp ? null : await openCatcher(config)
  const relay = openRelay({
    host: config.smtp?.host ?? '127.0.0.1',
    port: config.smtp?.port ?? (catcher as Catcher).port,
    secure: config.smtp?.secure ?? false,
    plain: config.smtp?.plain ?? false,
    auth: config.smtp?.auth ? { user: config.smtp.auth.user, pass: config.smtp.auth.pass.reveal() } : null,
    connections: Math.ceil(config.deliveriesAtOnce / 2),
    silence: config.smtpTimeout,
  })
  const ledger = openLedger(engine.db, config.worker)
  const ports = deliverPorts(context, relay, ledger)
  const noticeKey = dkimKeyOf(config)
  let round: Promise<unknown> = Promise.resolve()
  return {
    deliver: delivery => deliver(ports, delivery),
    renewClaims: ledger.renewClaims,
    sendNotices: () => {
      const next = round.then(() => sendNotices(context, relay, noticeKey))
      round = next.catch(() => {})
      return next
    },
    knock: relay.knock,
    close: async () => {
      await round
      relay.close()
      await catcher?.close()
    },
  }
}

/** Where the catcher keeps the mails, one file each. */
export const mailDir = (config: Config) => join(config.dataDir, 'mail')
export const catcherRules = (config: Config) => join(config.dataDir, 'catcher.json')

async function openCatcher(config: Config): Promise<Catcher> {
  // Loaded here: with a relay there is no catcher.
  const { startCatcher } = await import('../smtp/catcher.js')
  return startCatcher({ dir: mailDir(config), rulesFile: catcherRules(config) }).catch(error => {
    throw new EngineUnreachable(`The local mail catcher can't start: ${error.message}. Is DATA_DIR writable?`)
  })
}

function deliverPorts(context: Context, relay: Relay, ledger: Ledger): DeliverPorts {
  const { config, engine, clock, log } = context
  const contentOf = remembering(
    (edition: string, version: number) => frozenContent(engine.db, edition, version),
    4,
  )
  const compose = composer(config)
  return {
    claim: (delivery, now) => ledger.claim({ delivery, now }),
    content: contentOf,
    isAllowed: address => config.smtp === null || isAllowed(address, config.allowedRecipients),
    transmit: (claimed, content, gate) => transmit(relay, compose, claimed, content, gate),
    passGate: (claimed, now) => ledger.passGate({ ...claimed, now }),
    record: async (claimed, end, now) => {
      const followUp = await followUpOf(context, claimed, end, now)
      logEnd(log, claimed, end)
      return persistently(() => ledger.record({ ...claimed, ...end, endedAt: now, followUp }), log)
    },
    pause: async (edition, reason, now) => {
      if (await stopEdition(engine.db, edition, reason, now)) log.error('edition.paused', { edition, reason })
    },
    now: clock,
    random: context.random,
  }
}

/** An answer that we know is worth more than one attempt to keep it: the database may be restarting. */
async function persistently<T>(commit: () => Promise<T>, log: Log): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await commit()
    } catch (error) {
      if (tries === COMMIT_TRIES) throw error
      log.warn('ledger.retry', { tries, reason: (error as Error).message })
      await new Promise(resolve => setTimeout(resolve, COMMIT_PAUSE))
    }
  }
}

const COMMIT_TRIES = 60
const COMMIT_PAUSE = 1000

function logEnd(log: Log, { delivery, attempt, edition }: ClaimedDelivery, end: AttemptEnd) {
  const fields = { edition, delivery, attempt, replyCode: end.replyCode, enhancedStatus: end.enhancedStatus }
  const level = end.state === 'accepted' || end.state === null ? 'info' : 'warn'
  log[level](`delivery.${end.state ?? end.outcome}`, fields)
}

async function followUpOf(
  { config, spocFor }: Context,
  { edition, addressee }: ClaimedDelivery,
  end: AttemptEnd,
  now: Date,
): Promise<NewFollowUp | null> {
  if (!end.followUp) return null
  const { id: recipient, commune } = addressee
  const rule = suggestion(end.followUp, localDay(now, config.timeZone))
  const spoc = await spocFor(commune)
  return {
    edition,
    commune,
    recipient,
    reason: end.followUp,
    ...rule,
    spoc,
    detail: end.reply ?? '',
    openedAt: now,
  }
}

type Composed = { from: string; bytes: () => Promise<Iterable<Buffer>> }
type Compose = (claimed: ClaimedDelivery, content: EditionContent) => Composed

async function transmit(
  relay: Relay,
  compose: Compose,
  claimed: ClaimedDelivery,
  content: EditionContent,
  gate: () => Promise<boolean>,
): Promise<Outcome> {
  let mail: { from: string; bytes: Iterable<Buffer> }
  try {
    const { from, bytes } = compose(claimed, content)
    mail = { from, bytes: await bytes() }
  } catch (error) {
    return { kind: 'unmakeable', detail: `the mail can't be made: ${(error as Error).message}` }
  }
  return relay.transmit({ ...mail, to: claimed.addressee.email, gate, envelopeId: claimed.delivery })
}

/** How a delivery becomes a mail: the body encoded once per way of reading, the header and the salutation for each. */
export function composer(config: Config): Compose {
  const secret = tokenSecret(config)
  const key = dkimKeyOf(config)
  const bodies = new WeakMap<EditionContent, (reader: Reader) => { subject: string; body: EncodedBody }>()
  const bodyOf = (content: EditionContent, reader: Reader) => {
    if (!bodies.has(content)) bodies.set(content, encodedBodies(content))
    return (bodies.get(content) as (reader: Reader) => { subject: string; body: EncodedBody })(reader)
  }
  return (claimed, content) => {
    const { addressee } = claimed
    const { subject, body } = bodyOf(content, addressee)
    const headers = headersOf(config, claimed, content, subject)
    const bytes = () => mailBytes(headers, body, addressee.salutation)
    return {
      from: returnPath(claimed.delivery, config.bounceDomain, secret),
      bytes: async () => (key ? [await signed(Buffer.concat([...bytes()]), key)] : bytes()),
    }
  }
}

function dkimKeyOf({ dkim }: Config): DkimKey | null {
  return dkim ? readDkimKey(dkim.domain, dkim.selector, dkim.keyFile) : null
}

function encodedBodies(content: EditionContent) {
  const known = new Map<string, { subject: string; body: EncodedBody }>()
  return ({ languages, role, competences, commune }: Reader) => {
    const key = JSON.stringify([languages, role, competences, commune])
    const found = known.get(key)
    if (found) return found
    const mail = renderEdition(content, {
      languages,
      role,
      competences,
      commune,
      salutation: SALUTATION_MARKS,
    })
    const made = { subject: mail.subject, body: encodeBody(mail) }
    if (known.size >= BODIES_KEPT) known.delete(known.keys().next().value as string)
    known.set(key, made)
    return made
  }
}

/** At about 150 kB each; a region has fewer ways of reading than this. */
const BODIES_KEPT = 256

function headersOf(
  config: Config,
  claimed: ClaimedDelivery,
  content: EditionContent,
  subject: string,
): MailHeaders {
  const { addressee, messageId, createdAt } = claimed
  const spoc = content.spocs[addressee.commune]
  if (!spoc) throw new Error(`commune ${addressee.commune} has no SPOC in the edition`)
  const domain = config.mailFrom.address.split('@')[1] ?? ''
  return {
    from: { name: config.mailFrom.name || content.house.title.fr, address: config.mailFrom.address },
    to: { name: addressee.name, address: addressee.email },
    replyTo: { name: spoc.name, address: spoc.email },
    subject,
    date: createdAt,
    messageId,
    listId: { name: content.house.title.fr, id: `estafette.${domain}` },
    listUnsubscribe: `<mailto:${spoc.email}?subject=${encodeURIComponent(`Estafette: stop ${addressee.id}`)}>`,
    languages: languagesInOrder(addressee.languages),
  }
}

/** Remembers the last few answers; a failure and a null are asked for again. */
function remembering<A extends (string | number)[], T>(ask: (...args: A) => Promise<T | null>, most: number) {
  const known = new Map<string, Promise<T | null>>()
  return async (...args: A): Promise<T | null> => {
    const key = JSON.stringify(args)
    const found = known.get(key)
    if (found) return found
    if (known.size >= most) known.delete(known.keys().next().value as string)
    const asked = ask(...args)
    known.set(key, asked)
    const forget = () => known.delete(key)
    asked.then(answer => answer === null && forget(), forget)
    return asked
  }
}
