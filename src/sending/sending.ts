import { join } from 'node:path'
import type { Config } from '../config.js'
import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_WORDS } from '../model/delivery/own-words.js'
import { domainOf } from '../model/delivery/pace.js'
import type { Addressee } from '../model/editions/audience.js'
import type { EditionContent } from '../model/editions/edition.js'
import { openLedger } from '../postgres/delivery/ledger.js'
import { approvedEditions } from '../postgres/editions/approved-editions.js'
import { addresseesOf } from '../postgres/editions/audiences.js'
import { signedContent } from '../postgres/editions/frozen.js'
import type { Catcher } from '../smtp/catcher.js'
import { openRelay } from '../smtp/transport.js'
import type { Context } from '../steps/context.js'
import { rulesOf } from '../steps/delivery/allowed.js'
import { composer, dkimKeysOf } from '../steps/editions/composing.js'
import { openReadiness } from '../steps/editions/readiness.js'
import { sendTest } from '../steps/editions/test-sends.js'
import { EngineUnreachable } from '../steps/operations/engines.js'
import { remembering } from '../steps/remembering.js'
import { type NoticesSent, sendNotices } from '../steps/staff/staff-mails.js'
import { openCircuit, TRIED } from './circuit.js'
import type { Delivered, DeliverPorts } from './deliver.js'
import { deliverPorts, placeLater } from './deliver-ports.js'
import { openDomainPace } from './domain-pace.js'
import { openLanes } from './lanes.js'
import { oneAhead } from './one-ahead.js'
import { openPauses } from './pauses.js'
import { openRefusedInARow } from './refused-in-a-row.js'
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
  // A key that can't be used ends it before anything is open.
  const [compose, noticeKeys] = [composer(config), dkimKeysOf(config)]
  const catcher = config.smtp ? null : await openCatcher(config)
  const relay = openRelay({
    host: config.smtp?.host ?? '127.0.0.1',
    port: config.smtp?.port ?? (catcher as Catcher).port,
    secure: config.smtp?.secure ?? false,
    plain: config.smtp?.plain ?? false,
    auth: config.smtp?.auth ? { user: config.smtp.auth.user, pass: config.smtp.auth.pass.reveal() } : null,
    // One for each lane.
    connections: config.deliveriesAtOnce,
    allowed: rulesOf(config),
    silence: config.smtpTimeout,
  })
  const ledger = openLedger(engine, config.worker)
  const late = new AbortController()
  const contentOf = remembering(
    (edition: string, version: number) => signedContent(engine.db, edition, version),
    4,
  )
  const ports = deliverPorts(context, { relay, ledger, contentOf, compose, late: late.signal })
  const way = oneAhead(AHEAD, PROVEN)
  const judged = openRefusedInARow()
  const many = config.deliveriesAtOnce
  const lanes = {
    toRelay: openLanes(many, Math.max(1, Math.floor(many * OF_ONE_DOMAIN))),
    inDoubt: openLanes(many),
  }
  const circuit = openCircuit(relay.greets, 2 * config.deliveriesAtOnce, reason =>
    reason ? context.log.error('relay.away', { reason }) : context.log.warn('relay.back'),
  )
  const paces = openDomainPace()
  const slowDomain: DeliverPorts['slowDomain'] = (edition, domain, pace, now) =>
    paces.slow(domain, pace, now, () => placeLater(context, edition, domain, pace, now))
  const pauses = openPauses()
  const claim: DeliverPorts['claim'] = (...wanted) => pauses.claiming(() => ports.claim(...wanted))
  const transmit: DeliverPorts['transmit'] = async (claimed, content, gate) => {
    const turn = await paces.turnOf(domainOf(claimed.addressee.email), ports.now())
    if (turn) return { kind: 'paced', dueAt: turn }
    if (pauses.isOver(claimed)) return { kind: 'withheld', detail: OWN_WORDS.paused }
    const began = performance.now()
    let isLedgerAway = false
    const answer = await ports.transmit(claimed, content, () =>
      gate().catch(error => {
        isLedgerAway = true
        throw error
      }),
    )
    // What was on its way when its edition was paused meets the same refusal, however it is worded.
    const outcome: Outcome =
      (answer.kind === 'permanent' || answer.kind === 'unwelcome') && pauses.isOver(claimed)
        ? { kind: 'sender', reply: answer.reply, detail: answer.reply.text }
        : judged(answer, claimed.edition, {
            domain: domainOf(claimed.addressee.email),
            commune: claimed.addressee.commune,
          })
    // A relay that takes each mail, and hangs up before it says so, is no better than one that is away.
    const isBroken = outcome.kind === 'in-doubt' || (outcome.kind === 'lost' && !isLedgerAway)
    if (isBroken) circuit.lost(outcome.detail)
    else if (outcome.kind !== 'unmakeable') circuit.answered(began)
    // A connection that broke proves nothing, either way; nor does a domain that refuses us: the next may be the second of three.
    const isAnswer = !['lost', 'in-doubt', 'unmakeable', 'withheld', 'unwelcome'].includes(outcome.kind)
    if (isAnswer) way.prove(outcome.kind !== 'sender')
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
    sendTest: async (edition, addressee, content, now) =>
      (await context.instance.maySend()) ? sendTest(config, relay, edition, addressee, content, now) : COPIED,
    knock: relay.knock,
    close: async () => {
      await round
      relay.close()
      await catcher?.close()
    },
  }
}

/** So many of the lanes may mails to one domain take: a municipality whose server thinks for minutes leaves some to the others. */
const OF_ONE_DOMAIN = 0.8
/** How long the others wait for the first mail, and how long what it proved holds, in milliseconds. */
const AHEAD = 5000
const PROVEN = 60_000

const COPIED: Outcome = {
  kind: 'withheld',
  detail: 'nothing leaves from this ledger until a person takes it over. See: estafette take-over',
}
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
