import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '../log.js'
import type { AttemptEnd } from '../model/delivery/attempt-end.js'
import type { Pace } from '../model/delivery/pace.js'
import type { Suppression } from '../model/delivery/suppression.js'
import type { NewFollowUp } from '../model/follow-ups/follow-up.js'
import { slowDomain } from '../postgres/delivery/deliveries.js'
import type { Ledger } from '../postgres/delivery/ledger.js'
import type { Claimed } from '../postgres/delivery/ledger-claims.js'
import { suppressedAmong, type Whom } from '../postgres/delivery/suppressed.js'
import { inGroups } from '../postgres/server/groups.js'
import type { Relay } from '../smtp/transport.js'
import { mayGiveUp } from '../steps/calendar/clock-hold.js'
import type { Context } from '../steps/context.js'
import { rulesOf } from '../steps/delivery/allowed.js'
import { pauseRefused, tellOfRefusal } from '../steps/delivery/refusals.js'
import type { Compose } from '../steps/editions/composing.js'
import { newFollowUp } from '../steps/follow-ups/new-follow-up.js'
import type { DeliverPorts } from './deliver.js'
import type { Limiter } from './limiter.js'

type Parts = {
  relay: Relay
  ledger: Ledger
  limiter: Limiter
  content: DeliverPorts['content']
  compose: Compose
  /** Aborted when this process can't wait for the ledger any longer. */
  late: AbortSignal
}

/** The ports of `deliver`: ledger, relay and rows. */
export function deliverPorts(
  context: Context,
  { relay, ledger, limiter, content, compose, late }: Parts,
): DeliverPorts {
  const { config, engine, clock, log } = context
  return {
    limiter,
    claim: async (delivery, now) => {
      if (!(await context.instance.maySend())) return null
      const claimed = await ledger.claim({ delivery, now })
      if (!claimed || !(await context.instance.hasForgotten(claimed))) return claimed
      ledger.letGo(claimed)
      return null
    },
    letGo: ledger.letGo,
    content,
    suppression: inGroups<Whom, Suppression | null>(asked => suppressedAmong(engine, asked)),
    allowed: rulesOf(config),
    make: compose,
    transmit: relay.transmit,
    // decision 9
    passGate: (claimed, now) =>
      context.instance.pass(claimed, life => ledger.passGate({ ...claimed, now, life })),
    record: async (claimed, end, now) => {
      const followUp = await followUpOf(context, claimed, end, now)
      const commit = () => ledger.record({ ...claimed, ...end, endedAt: now, followUp })
      const kept = await persistently(commit, log, late)
      logEnd(log, claimed, end)
      return kept
    },
    pause: async (edition, reason, now) => {
      await persistently(() => pauseRefused(context, edition, reason, now), log, late)
    },
    // decision 25
    alarm: (edition, domain, words, now) => tellOfRefusal(context, edition, domain, words, now),
    placeLater: (edition, domain, pace, now) => placeLater(context, edition, domain, pace, now),
    mayGiveUp: edition => mayGiveUp(context, edition),
    now: clock,
    random: context.random,
  }
}

/** Delays a throttled domain's waiting deliveries and resolves to their number. Optional: outcomes are committed even if this fails. */
async function placeLater(
  { engine, log }: Context,
  edition: string,
  domain: string,
  { wait, apart }: Pace,
  now: Date,
): Promise<number> {
  try {
    const placed = await slowDomain(engine.db, edition, domain, new Date(now.getTime() + wait), apart)
    log.warn('domain.slowed', { edition, domain })
    return placed
  } catch (error) {
    log.warn('domain.not-slowed', { edition, domain, reason: (error as Error).message })
    return 0
  }
}

const COMMIT_ATTEMPTS = 60
const COMMIT_PAUSE_MS = 1000

/** Retries the commit of a known answer, as the database may be restarting. Once `late` is aborted, it isn't retried. */
async function persistently<T>(commit: () => Promise<T>, log: Log, late: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await commit()
    } catch (error) {
      if (tries === COMMIT_ATTEMPTS || late.aborted) throw error
      log.warn('ledger.retry', { tries, reason: (error as Error).message })
      await pause(COMMIT_PAUSE_MS, null, { signal: late }).catch(() => {})
    }
  }
}

function logEnd(log: Log, { delivery, attempt, edition }: Claimed, end: AttemptEnd) {
  // A server's words may name a person; the reason of a loss is our own text.
  const reason = end.outcome === 'lost' ? { reason: end.reply } : {}
  const { replyCode, enhancedStatus } = end
  const fields = { edition, delivery, attempt, replyCode, enhancedStatus, ...reason }
  const level = end.state === 'accepted' || end.state === null ? 'info' : 'warn'
  log[level](`delivery.${end.state ?? end.outcome}`, fields)
}

async function followUpOf(
  context: Context,
  { edition, addressee }: Claimed,
  end: AttemptEnd,
  now: Date,
): Promise<NewFollowUp | null> {
  if (!end.followUp) return null
  const { id: recipient, commune } = addressee
  const about = { edition, commune, recipient, reason: end.followUp }
  return { ...(await newFollowUp(context, about, now)), detail: end.reply ?? '' }
}
