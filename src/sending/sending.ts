import { join } from 'node:path'
import type { Config } from '../config.js'
import type { Outcome } from '../model/delivery/outcome.js'
import { openLedger } from '../postgres/delivery/ledger.js'
import { approvedEditions } from '../postgres/editions/approved-editions.js'
import { addresseesOf } from '../postgres/editions/audiences.js'
import { signedContents } from '../postgres/editions/signed-contents.js'
import type { Catcher } from '../smtp/catcher.js'
import { openRelay, type Relay, type RelayOptions } from '../smtp/transport.js'
import type { Context } from '../steps/context.js'
import { rulesOf } from '../steps/delivery/allowed.js'
import { composer, dkimKeysOf } from '../steps/editions/composing.js'
import { openReadiness } from '../steps/editions/readiness.js'
import { type SendTest, sendTest } from '../steps/editions/test-sends.js'
import { EngineUnreachable } from '../steps/operations/engines.js'
import type { NoticesSent } from '../steps/staff/staff-mails.js'
import { awayFor } from './circuit-breaker.js'
import { type Delivered, deliver } from './deliver.js'
import { deliverPorts } from './deliver-ports.js'
import { newPassage, openLimiter } from './limiter.js'
import { newRelayState } from './relay-state.js'
import { openStaffMails } from './staff-mail-rounds.js'

export type Sending = {
  /** One attempt of one delivery. */
  deliver: (delivery: string) => Promise<Delivered>
  /** How long the relay has been away, in milliseconds, and why; null when it is there. */
  relayAway: () => { reason: string; milliseconds: number } | null
  /** Ends the waiting for an unreachable relay; those deliveries stay due. */
  takeNoMore: () => void
  /** Aborts what has not passed the dot gate: for an end that can't wait for a slow relay. */
  breakOff: () => void
  /** Also aborts what has passed it, or waits for an unreachable ledger: in doubt from then on. */
  breakOffAll: () => void
  /** Renews the claims of the deliveries in flight. */
  renewClaims: () => Promise<void>
  /** Renders approved editions in advance, so that the send slot needs no waiting. */
  getReady: () => Promise<void>
  /** Sends the due staff mails, one round at a time. */
  sendNotices: () => Promise<NoticesSent>
  sendTest: SendTest
  /** Whether the next hop can be reached: null, or why not. */
  knock: () => Promise<string | null>
  close: () => Promise<void>
}

/** Opens what sending needs: the relay of SMTP_URL or the local catcher, the signing key, the ledger. */
export async function openSending(context: Context): Promise<Sending> {
  const { config, engine, clock, log } = context
  // Before anything is open: an unusable key throws.
  const [compose, keys] = [composer(config), dkimKeysOf(config)]
  const catcher = config.smtp ? null : await openCatcher(config)
  const relay = openRelay(relayOptions(config, catcher))
  const ledger = openLedger(engine, config.worker)
  const state = newRelayState(config.deliveriesAtOnce)
  const limiter = openLimiter(state, { greets: relay.greets, clock, log })
  const [ending, late] = [new AbortController(), new AbortController()]
  const content = signedContents(engine.db)
  const ports = deliverPorts(context, { relay, ledger, limiter, content, compose, late: late.signal })
  /** For mails that are no deliveries: they need a permit, but their answers are not judged. */
  const transmit: Relay['transmit'] = async transmission => {
    const passage = newPassage()
    await limiter.ask(passage, 'staff')
    return relay.transmit(transmission).finally(() => limiter.leave(passage))
  }
  const staffMails = openStaffMails(context, state, { transmit, keys, ending: ending.signal })
  return {
    deliver: deliver.bind(null, ports),
    relayAway: () => awayFor(state.circuit, performance.now()),
    takeNoMore: () => {
      ending.abort()
      limiter.end()
    },
    breakOff: relay.breakOff,
    breakOffAll: () => {
      late.abort()
      relay.breakOffAll()
    },
    renewClaims: ledger.renewClaims,
    getReady: openReadiness({
      approved: () => approvedEditions(engine.db, clock()),
      content,
      addressees: (edition, version) => addresseesOf(engine.db, edition, version),
      compose,
      isEnding: () => ending.signal.aborted,
      log,
    }),
    sendNotices: staffMails.sendRound,
    sendTest: async (...test) =>
      (await context.instance.maySend()) ? sendTest(config, transmit, ...test) : COPIED,
    knock: relay.knock,
    close: async () => {
      await staffMails.ended()
      relay.close()
      await catcher?.close()
    },
  }
}

function relayOptions(config: Config, catcher: Catcher | null): RelayOptions {
  const { host, port, secure, plain, auth } = config.smtp ?? {
    ...{ host: '127.0.0.1', port: (catcher as Catcher).port, secure: false, plain: false, auth: null },
  }
  return {
    ...{ host, port, secure, plain },
    auth: auth ? { user: auth.user, pass: auth.pass.reveal() } : null,
    allowed: rulesOf(config),
    silenceMs: config.smtpTimeout,
  }
}

const COPIED: Outcome = {
  kind: 'withheld',
  detail: 'nothing leaves from this ledger until a person takes it over. See: estafette take-over',
}

/** The catcher's folder, with one file per mail. */
export const mailDir = (config: Config) => join(config.dataDir, 'mail')
export const catcherRules = (config: Config) => join(config.dataDir, 'catcher.json')

async function openCatcher(config: Config): Promise<Catcher> {
  // Loaded here: with a relay there is no catcher.
  const { startCatcher } = await import('../smtp/catcher.js')
  return startCatcher({ dir: mailDir(config), rulesFile: catcherRules(config) }).catch(error => {
    throw new EngineUnreachable(`The local mail catcher can't start: ${error.message}. Is DATA_DIR writable?`)
  })
}
