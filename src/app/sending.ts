import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { Config } from '../config.js'
import type { Log } from '../log.js'
import { localDay } from '../model/calendar/calendar.js'
import { isAllowed } from '../model/delivery/allow-list.js'
import type { Outcome } from '../model/delivery/outcome.js'
import { domainOf } from '../model/delivery/pace.js'
import type { Suppression } from '../model/delivery/suppression.js'
import type { Addressee } from '../model/edition/audience.js'
import type { EditionContent } from '../model/edition/edition.js'
import { type NewFollowUp, suggestion } from '../model/follow-up/follow-up.js'
import { approvedEditions } from '../postgres/approved-editions.js'
import { addresseesOf } from '../postgres/audiences.js'
import { slowDomain } from '../postgres/deliveries.js'
import { signedContent } from '../postgres/editions.js'
import { inGroups } from '../postgres/groups.js'
import { type Ledger, openLedger } from '../postgres/ledger.js'
import { suppressedAmong } from '../postgres/suppressions.js'
import type { Catcher } from '../smtp/catcher.js'
import { openRelay, type Relay } from '../smtp/transport.js'
import type { AttemptEnd, ClaimedDelivery, Delivered, DeliverPorts } from '../steps/deliver.js'
import { openCircuit, TRIED } from './circuit.js'
import { type Compose, composer, dkimKeysOf, transmit } from './composing.js'
import type { Context } from './context.js'
import { openDomainPace } from './domain-pace.js'
import { EngineUnreachable } from './engines.js'
import { openLanes } from './lanes.js'
import { type NoticesSent, sendNotices } from './notices.js'
import { oneAhead } from './one-ahead.js'
import { openPauses } from './pauses.js'
import { openReadiness } from './readiness.js'
import { pauseRefused } from './refusals.js'
import { remembering } from './remembering.js'
import { sendTest } from './test-sends.js'
import { deliverAndLetGo } from './under-way.js'
import { openWelcome } from './welcome.js'

export type Sending = {
  /** One attempt of one delivery. */
  deliver: (delivery: string) => Promise<Delivered>
  /** How long the relay has been away, in milliseconds, and why; null when it is there. */
  relayAway: () => { reason: string; milliseconds: number } | null
  /** What waits for a relay that is away waits no longer; it stays due. */
  takeNoMore: () => void
  /** Breaks off what has not passed the dot gate: for an end that can't wait for a slow relay. */
  breakOff: () => void
  /** What has passed it, too, or waits for a ledger that is away: in doubt from then on. */
  breakOffAll: () => void
  /** Renews the claims of the deliveries under way. */
  renewClaims: () => Promise<void>
  /** Renders ahead what is approved and will be sent, so that nobody waits for it at the send slot. */
  getReady: () => Promise<void>
  /** Sends the notices that are due, one round at a time. */
  sendNotices: () => Promise<NoticesSent>
  /** One frozen mail to an address that is no recipient's, marked as a test; `addressee` says how it reads. */
  sendTest: (edition: string, addressee: Addressee, content: EditionContent, now: Date) => Promise<Outcome>
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
    // One for each lane.
    connections: config.deliveriesAtOnce,
    silence: config.smtpTimeout,
  })
  const ledger = openLedger(engine, config.worker)
  const late = new AbortController()
  const contentOf = remembering(
    (edition: string, version: number) => signedContent(engine.db, edition, version),
    4,
  )
  const compose = composer(config)
  const ports = deliverPorts(context, { relay, ledger, contentOf, compose, late: late.signal })
  const way = oneAhead(AHEAD)
  const lanes = { toRelay: openLanes(config.deliveriesAtOnce), inDoubt: openLanes(config.deliveriesAtOnce) }
  const circuit = openCircuit(relay.greets, 2 * config.deliveriesAtOnce, reason =>
    reason ? context.log.error('relay.away', { reason }) : context.log.warn('relay.back'),
  )
  const paces = openDomainPace()
  const slowDomain: DeliverPorts['slowDomain'] = (edition, domain, pace, now) => {
    paces.slow(domain, pace, now)
    return ports.slowDomain(edition, domain, pace, now)
  }
  const pauses = openPauses()
  const claim: DeliverPorts['claim'] = (...wanted) => pauses.claiming(() => ports.claim(...wanted))
  const transmit: DeliverPorts['transmit'] = async (claimed, content, gate) => {
    const turn = paces.turnOf(domainOf(claimed.addressee.email), ports.now())
    if (turn) return { kind: 'paced', dueAt: turn }
    if (pauses.isOver(claimed)) return { kind: 'withheld', detail: 'its edition was paused' }
    const began = performance.now()
    let isLedgerAway = false
    const outcome = await ports.transmit(claimed, content, () =>
      gate().catch(error => {
        isLedgerAway = true
        throw error
      }),
    )
    // A relay that takes each mail, and hangs up before it says so, is no better than one that is away.
    const isBroken = outcome.kind === 'in-doubt' || (outcome.kind === 'lost' && !isLedgerAway)
    if (isBroken) circuit.lost(outcome.detail)
    else if (outcome.kind !== 'unmakeable') circuit.answered(began)
    // A connection that broke proves nothing, either way.
    if (outcome.kind !== 'lost' && outcome.kind !== 'in-doubt') way.prove(outcome.kind !== 'sender')
    if (outcome.kind === 'accepted') welcome.letIn()
    if (outcome.kind === 'sender') pauses.pause(claimed.edition)
    return outcome
  }
  const deliverThere = async (delivery: string): Promise<Delivered> =>
    (await circuit.through(isProbe =>
      deliverAndLetGo(
        { ...ports, claim, transmit, slowDomain },
        { ...lanes, relay: isProbe ? TRIED : circuit },
        ledger,
        delivery,
      ),
    )) ?? { kind: 'idle' }
  const noticeKeys = dkimKeysOf(config)
  const welcome = openWelcome()
  let round: Promise<unknown> = Promise.resolve()
  let isEnding = false
  const getReady = openReadiness({
    approved: () => approvedEditions(engine.db, context.clock()),
    content: contentOf,
    addressees: (edition, version) => addresseesOf(engine.db, edition, version),
    compose,
    isEnding: () => isEnding,
    log: context.log,
  })
  return {
    // Alone from its claim on: a mail that ends its worker is known by having been the only one in its hands.
    deliver: delivery => way.through(() => deliverThere(delivery)),
    relayAway: circuit.away,
    takeNoMore: () => {
      isEnding = true
      circuit.end()
      lanes.toRelay.end()
    },
    breakOff: relay.breakOff,
    breakOffAll: () => {
      late.abort()
      relay.breakOffAll()
    },
    renewClaims: ledger.renewClaims,
    getReady,
    sendNotices: () => {
      const next = round.then(async () => {
        if (!welcome.mayTry(context.clock()) || !(await context.instance.maySend())) return NO_NOTICES
        const sent = await sendNotices(context, relay, noticeKeys, () => isEnding)
        if (sent.sent > 0) welcome.letIn()
        else if (sent.isRefused) welcome.refuse(context.clock())
        return sent
      })
      round = next.catch(() => {})
      return next
    },
    sendTest: (edition, addressee, content, now) => sendTest(config, relay, edition, addressee, content, now),
    knock: relay.knock,
    close: async () => {
      await round
      relay.close()
      await catcher?.close()
    },
  }
}

/** How long the others wait for the first mail, in milliseconds. */
const AHEAD = 5000

const NO_NOTICES: NoticesSent = { sent: 0, failed: 0, waiting: 0, needless: 0, isRefused: false }

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

type Parts = {
  relay: Relay
  ledger: Ledger
  contentOf: DeliverPorts['content']
  compose: Compose
  late: AbortSignal
}

function deliverPorts(context: Context, { relay, ledger, contentOf, compose, late }: Parts): DeliverPorts {
  const { config, engine, clock, log } = context
  return {
    claim: async (delivery, now) =>
      (await context.instance.maySend()) ? ledger.claim({ delivery, now }) : null,
    content: contentOf,
    suppression: inGroups<string, Suppression | null>(addresses => suppressedAmong(engine, addresses)),
    isAllowed: address => config.smtp === null || isAllowed(address, config.allowedRecipients),
    transmit: (claimed, content, gate) => transmit(relay, compose, claimed, content, gate),
    passGate: (claimed, now) => ledger.passGate({ ...claimed, now }),
    record: async (claimed, end, now) => {
      const followUp = await followUpOf(context, claimed, end, now)
      const kept = await persistently(
        () => ledger.record({ ...claimed, ...end, endedAt: now, followUp }),
        log,
        late,
      )
      logEnd(log, claimed, end)
      return kept
    },
    pause: async (edition, reason, now) => {
      await persistently(() => pauseRefused(context, edition, reason, now), log, late)
    },
    slowDomain: async (edition, domain, { wait, apart }, now) => {
      // A courtesy: the outcome is to be committed whether or not this can be.
      await slowDomain(engine.db, edition, domain, new Date(now.getTime() + wait), apart).then(
        () => log.warn('domain.slowed', { edition, domain }),
        error => log.warn('domain.not-slowed', { edition, domain, reason: error.message }),
      )
    },
    now: clock,
    random: context.random,
  }
}

/** An answer that we know is worth more than one attempt to keep it: the database may be restarting. Once it is late, no other is made. */
async function persistently<T>(commit: () => Promise<T>, log: Log, late: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await commit()
    } catch (error) {
      if (tries === COMMIT_TRIES || late.aborted) throw error
      log.warn('ledger.retry', { tries, reason: (error as Error).message })
      await pause(COMMIT_PAUSE, null, { signal: late }).catch(() => {})
    }
  }
}

const COMMIT_TRIES = 60
const COMMIT_PAUSE = 1000

function logEnd(log: Log, { delivery, attempt, edition }: ClaimedDelivery, end: AttemptEnd) {
  // A server's words may name somebody; why a mail was lost are our own.
  const reason = end.outcome === 'lost' ? { reason: end.reply } : {}
  const { replyCode, enhancedStatus } = end
  const fields = { edition, delivery, attempt, replyCode, enhancedStatus, ...reason }
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
