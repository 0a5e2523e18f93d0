import type { Clock } from '../model/calendar/clock.js'
import { isAllowed } from '../model/delivery/allow-list.js'
import { type AttemptEnd, endOf } from '../model/delivery/attempt-end.js'
import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_WORDS } from '../model/delivery/own-words.js'
import { domainOf, type Pace, paceAfter } from '../model/delivery/pace.js'
import type { Suppression } from '../model/delivery/suppression.js'
import type { EditionContent } from '../model/editions/edition.js'
import type { Claimed } from '../postgres/delivery/ledger-claims.js'
import type { Transmission } from '../smtp/transport.js'
import { type Compose, unmakeable } from '../steps/editions/composing.js'
import { type Limiter, newPassage } from './limiter.js'
import type { Passage } from './passage.js'

export type DeliverPorts = {
  limiter: Limiter
  /** Claims a due delivery and commits its attempt; null when it isn't due, ours or allowed to go. */
  claim: (delivery: string, now: Date) => Promise<Claimed | null>
  /** Stops renewing our claim. */
  letGo: (claimed: Claimed) => void
  /** The frozen edition; null when its bytes aren't what was signed off. */
  content: (edition: string, version: number) => Promise<EditionContent | null>
  /** Rules of the allow-list; null: no mail leaves. */
  allowed: string[] | null
  /** Why nothing is sent to an address; null when mail may be sent. */
  suppression: (whom: { address: string; recipients: string[] }) => Promise<Suppression | null>
  make: Compose
  /** Hands a mail to the next hop. */
  transmit: (transmission: Transmission) => Promise<Outcome>
  /** Commits `phase=dot`; false when the dot must not leave. */
  passGate: (claimed: Claimed, now: Date) => Promise<boolean>
  record: (claimed: Claimed, end: AttemptEnd, now: Date) => Promise<boolean>
  /** Stops the edition: the refusal is about the sender, so every mail would get it. */
  pause: (edition: string, reason: string, now: Date) => Promise<void>
  /** Tells the admins that a domain refuses our mails; the edition goes on. */
  alarm: (edition: string, domain: string, words: string, now: Date) => Promise<void>
  /** Delays the edition's other open deliveries to a domain, further apart; resolves to their number. */
  placeLater: (edition: string, domain: string, pace: Pace, now: Date) => Promise<number>
  /** Whether a delivery of an expired edition may be given up. False after a clock jump. Unset: it may. */
  mayGiveUp?: (edition: string) => Promise<boolean>
  now: Clock
  /** In [0, 1): spreads the next attempts. */
  random: () => number
}

/** What `deliver` did: `idle` when the delivery wasn't due, ours or allowed to go. */
export type Delivered =
  | { kind: 'idle' }
  | { kind: 'attempted'; claimed: Claimed; end: AttemptEnd; kept: boolean }

/**
 * One attempt of one delivery. While one mail is recorded, the next is handed over and others are claimed: the relay never waits for the ledger.
 * Throws only when the ledger is unreachable; recovery settles the rest.
 */
export async function deliver(ports: DeliverPorts, delivery: string): Promise<Delivered> {
  const { limiter, now } = ports
  const passage = newPassage()
  let claimed: Claimed | null = null
  try {
    if (await limiter.ask(passage, 'claim')) return { kind: 'idle' }
    claimed = await ports.claim(delivery, now())
    if (!claimed) return { kind: 'idle' }
    const { edition, version, addressee } = claimed
    const domain = domainOf(addressee.email)
    Object.assign(passage, { edition, domain, commune: addressee.commune })
    const content = await ports.content(edition, version)
    const outcome =
      (await hindrance(ports, claimed, content)) ??
      (await limiter.ask(passage, 'permit')) ??
      (hasWaitedLong(passage) ? await hindrance(ports, claimed, content) : null) ??
      (await handOver(ports, claimed, passage, content as EditionContent))
    if (outcome.kind === 'sender') await ports.pause(edition, outcome.detail, now())
    if (outcome.kind === 'unwelcome') await ports.alarm(edition, domain, outcome.reply.text, now())
    const pace = outcome.kind === 'transient' ? paceAfter(outcome.reply) : null
    if (pace) await limiter.slow(domain, pace, () => ports.placeLater(edition, domain, pace, now()))
    const end = await endOfAttempt(ports, outcome, claimed)
    const kept = await ports.record(claimed, end, now())
    return { kind: 'attempted', claimed, end, kept }
  } finally {
    limiter.leave(passage)
    if (claimed) ports.letGo(claimed)
  }
}

/** Why a claimed mail must not be handed over, apart from the relay; null: it may. */
async function hindrance(
  { allowed, suppression: suppressionOf, now }: DeliverPorts,
  { expiresAt, addressee: { email, id, also = [] } }: Claimed,
  content: EditionContent | null,
): Promise<Outcome | null> {
  if (expiresAt && expiresAt <= now()) return { kind: 'expired' }
  if (!content) return { kind: 'sender', reply: null, detail: OWN_WORDS.unfaithful }
  if (!isAllowed(email, allowed)) return { kind: 'not-allowed' }
  // All mandates of the official.
  const recipients = [id, ...also.map(office => office.id)]
  const suppression = await suppressionOf({ address: email, recipients })
  return suppression && { kind: 'suppressed', suppression }
}

/** After a longer wait for a permit, the checks are repeated. */
const STALE_MS = 1000
const hasWaitedLong = ({ askedMs }: Passage): boolean => performance.now() - askedMs > STALE_MS

/** Makes the mail and hands it to the relay, which asks for the dot after all other bytes. Earlier answers influence its meaning. */
async function handOver(
  { limiter, make, transmit, passGate, now }: DeliverPorts,
  claimed: Claimed,
  passage: Passage,
  content: EditionContent,
): Promise<Outcome> {
  const begunMs = performance.now()
  const made = await make(claimed, content).catch(unmakeable)
  // decision 2
  const gate = async () => (await limiter.ask(passage, 'dot')) === null && passGate(claimed, now())
  const answer = 'kind' in made ? made : await transmit({ ...made, gate })
  return limiter.learn(passage, answer, begunMs)
}

/** How an attempt ends; a clock that has jumped never makes a delivery give up. decision 47 */
async function endOfAttempt(
  { now: clock, random, mayGiveUp = async () => true }: DeliverPorts,
  outcome: Outcome,
  claimed: Claimed,
): Promise<AttemptEnd> {
  const [now, spread] = [clock(), random()]
  const end = endOf(outcome, claimed, now, spread)
  if (end.state !== 'gave-up') return end
  const unexpired = outcome.kind === 'expired' ? CLOCK_JUMPED : outcome
  const otherwise = endOf(unexpired, { ...claimed, expiresAt: null }, now, spread)
  return otherwise.state === 'gave-up' || (await mayGiveUp(claimed.edition)) ? end : otherwise
}

const CLOCK_JUMPED: Outcome = { kind: 'withheld', detail: OWN_WORDS['clock-jumped'] }
