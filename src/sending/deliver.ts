import type { Clock } from '../model/calendar/clock.js'
import type { AttemptOutcome, AttemptPhase, DeliveryState } from '../model/delivery/delivery.js'
import type { Outcome, Reply } from '../model/delivery/outcome.js'
import { OWN_WORDS } from '../model/delivery/own-words.js'
import { domainOf, type Pace, paceAfter } from '../model/delivery/pace.js'
import { nextDue } from '../model/delivery/retry.js'
import { type Suppression, whySuppressed } from '../model/delivery/suppression.js'
import type { Addressee } from '../model/editions/audience.js'
import type { EditionContent } from '../model/editions/edition.js'
import type { FollowUpReason } from '../model/follow-ups/follow-up.js'

/** A delivery in this worker's hands: its attempt is committed. `claim` is the fencing token. */
export type ClaimedDelivery = {
  delivery: string
  edition: string
  version: number
  attempt: number
  claim: number
  messageId: string
  /** Of the return path of its first mail, as the ledger keeps it; absent where no ledger does. */
  pathToken?: string
  addressee: Addressee
  createdAt: Date
  expiresAt: Date | null
  /** How often a person sent it again, and how many attempts there had been before the last time. */
  sentAgain?: number
  attemptsBefore?: number
}

/** How an attempt ended, to be committed; `state` and `dueAt` null leave the delivery as it is. */
export type AttemptEnd = {
  outcome: AttemptOutcome
  phase: AttemptPhase
  replyCode: number | null
  enhancedStatus: string | null
  reply: string | null
  state: DeliveryState | null
  dueAt: Date | null
  followUp: FollowUpReason | null
}

export type DeliverPorts = {
  claim: (delivery: string, now: Date) => Promise<ClaimedDelivery | null>
  /** The frozen edition; null when its bytes aren't what was signed off. */
  content: (edition: string, version: number) => Promise<EditionContent | null>
  isAllowed: (address: string) => boolean
  /** Why nothing is sent to an address; null when it may be written to. */
  suppression: (whom: { address: string; recipients: string[] }) => Promise<Suppression | null>
  /** Composes the mail and hands it to the next hop; `gate` is asked before the final dot. */
  transmit: (
    claimed: ClaimedDelivery,
    content: EditionContent,
    gate: () => Promise<boolean>,
  ) => Promise<Outcome>
  passGate: (claimed: ClaimedDelivery, now: Date) => Promise<boolean>
  record: (claimed: ClaimedDelivery, end: AttemptEnd, now: Date) => Promise<boolean>
  /** Stops the edition: the refusal is about the sender, and would come for everybody. */
  pause: (edition: string, reason: string, now: Date) => Promise<void>
  /** Tells the admins that a domain refuses our mails; the edition goes on. */
  alarm: (edition: string, domain: string, words: string, now: Date) => Promise<void>
  /** Lets the other open deliveries of an edition to a domain come later and further apart. */
  slowDomain: (edition: string, domain: string, pace: Pace, now: Date) => Promise<void>
  /** May a delivery of an edition be given up because that has expired? Unset: it may. False after the clock has jumped. */
  mayGiveUp?: (edition: string) => Promise<boolean>
  now: Clock
  /** In [0, 1): spreads the next attempts. */
  random: () => number
}

/** What `deliver` did: `idle` when the delivery wasn't due, ours or allowed to go. */
export type Delivered =
  | { kind: 'idle' }
  | { kind: 'attempted'; claimed: ClaimedDelivery; end: AttemptEnd; kept: boolean }

/**
 * One attempt of one delivery: claim and commit the attempt, hand the mail over, commit the dot before it leaves, commit the outcome.
 * Throws only when the ledger is out of reach; the recovery then settles what is left behind.
 */
export async function deliver(ports: DeliverPorts, delivery: string): Promise<Delivered> {
  const claimed = await ports.claim(delivery, ports.now())
  if (!claimed) return { kind: 'idle' }
  const outcome = await outcomeOf(ports, claimed)
  if (outcome.kind === 'sender') await ports.pause(claimed.edition, outcome.detail, ports.now())
  const domain = domainOf(claimed.addressee.email)
  if (outcome.kind === 'unwelcome')
    await ports.alarm(claimed.edition, domain, outcome.reply.text, ports.now())
  const pace = outcome.kind === 'transient' ? paceAfter(outcome.reply) : null
  if (pace) await ports.slowDomain(claimed.edition, domain, pace, ports.now())
  const end = await endOfAttempt(ports, outcome, claimed)
  const kept = await ports.record(claimed, end, ports.now())
  return { kind: 'attempted', claimed, end, kept }
}

/** How it ends; by a clock that has jumped, no delivery is given up. decision 47 */
async function endOfAttempt(
  ports: DeliverPorts,
  outcome: Outcome,
  claimed: ClaimedDelivery,
): Promise<AttemptEnd> {
  const [now, spread] = [ports.now(), ports.random()]
  const end = endOf(outcome, claimed, now, spread)
  if (end.state !== 'gave-up') return end
  const otherwise = endOf(
    outcome.kind === 'expired' ? CLOCK_JUMPED : outcome,
    { ...claimed, expiresAt: null },
    now,
    spread,
  )
  if (otherwise.state === 'gave-up' || (await (ports.mayGiveUp?.(claimed.edition) ?? true))) return end
  return otherwise
}

const CLOCK_JUMPED: Outcome = { kind: 'withheld', detail: OWN_WORDS['clock-jumped'] }

async function outcomeOf(ports: DeliverPorts, claimed: ClaimedDelivery): Promise<Outcome> {
  if (claimed.expiresAt && claimed.expiresAt <= ports.now()) return { kind: 'expired' }
  const content = await ports.content(claimed.edition, claimed.version)
  return content ? attempt(ports, claimed, content) : unfaithful()
}

async function attempt(
  ports: DeliverPorts,
  claimed: ClaimedDelivery,
  content: EditionContent,
): Promise<Outcome> {
  if (!ports.isAllowed(claimed.addressee.email)) return { kind: 'not-allowed' }
  const suppression = await ports.suppression(whomOf(claimed))
  if (suppression) return { kind: 'suppressed', suppression }
  return ports.transmit(claimed, content, () => ports.passGate(claimed, ports.now()))
}

/** An official, by all of their mandates. */
export const whomOf = ({ addressee: { email, id, also = [] } }: ClaimedDelivery) => ({
  address: email,
  recipients: [id, ...also.map(office => office.id)],
})

function unfaithful(): Outcome {
  return { kind: 'sender', reply: null, detail: OWN_WORDS.unfaithful }
}

const SET_ASIDE_AFTER = 3

function endOf(
  outcome: Outcome,
  { attempt: number, attemptsBefore = 0, expiresAt }: ClaimedDelivery,
  now: Date,
  spread: number,
): AttemptEnd {
  // Who asks for it again asks for a fresh start: nobody waits half an hour after the first greylisting.
  const attempt = number - attemptsBefore
  switch (outcome.kind) {
    case 'accepted':
      return answered('accepted', 'accepted', outcome.reply)
    case 'permanent':
      return { ...answered('bounced', 'bounced', outcome.reply), followUp: 'bounced' }
    case 'transient':
    case 'unwelcome':
      return later(
        answered('deferred', 'deferred', outcome.reply),
        nextDue(outcome, attempt, now, expiresAt, spread),
      )
    case 'sender': {
      const reply = outcome.reply ?? { code: null, enhancedStatus: null, text: outcome.detail }
      return later(answered('deferred', 'deferred', reply), nextDue(outcome, attempt, now, expiresAt, spread))
    }
    case 'lost':
      return later(
        unanswered('lost', 'started', 'deferred', outcome.detail),
        nextDue(outcome, attempt, now, expiresAt, spread),
      )
    case 'unmakeable':
      return attempt < SET_ASIDE_AFTER
        ? later(
            unanswered('lost', 'started', 'deferred', outcome.detail),
            nextDue({ kind: 'lost' }, attempt, now, expiresAt, spread),
          )
        : { ...unanswered('lost', 'started', 'gave-up', outcome.detail), followUp: 'gave-up' }
    case 'in-doubt':
      return { ...unanswered('in-doubt', 'dot', 'in-doubt', outcome.detail), followUp: 'in-doubt' }
    case 'not-allowed':
      return {
        ...unanswered('suppressed', 'started', 'suppressed', OWN_WORDS['not-allowed']),
        followUp: 'not-allowed',
      }
    case 'suppressed':
      return {
        ...unanswered('suppressed', 'started', 'suppressed', whySuppressed(outcome.suppression)),
        // What a person decided needs nobody else.
        followUp: outcome.suppression.by === null ? 'suppressed' : null,
      }
    case 'expired':
      return {
        ...unanswered('lost', 'started', 'gave-up', OWN_WORDS.expired),
        followUp: 'gave-up',
      }
    case 'withheld':
      return unanswered('lost', 'started', null, outcome.detail)
    case 'paced':
      return {
        ...unanswered('lost', 'started', null, OWN_WORDS.paced),
        dueAt: outcome.dueAt,
      }
  }
}

function answered(
  outcome: AttemptOutcome,
  state: DeliveryState,
  reply: Omit<Reply, 'code'> & { code: number | null },
): AttemptEnd {
  const { code: replyCode, enhancedStatus, text } = reply
  return {
    outcome,
    phase: 'answered',
    state,
    replyCode,
    enhancedStatus,
    reply: text,
    dueAt: null,
    followUp: null,
  }
}

function unanswered(
  outcome: AttemptOutcome,
  phase: AttemptPhase,
  state: DeliveryState | null,
  reply: string,
): AttemptEnd {
  return { outcome, phase, state, replyCode: null, enhancedStatus: null, reply, dueAt: null, followUp: null }
}

/** Due again, or given up when the edition expires before. */
function later(end: AttemptEnd, dueAt: Date | null): AttemptEnd {
  return dueAt ? { ...end, dueAt } : { ...end, state: 'gave-up', followUp: 'gave-up' }
}
