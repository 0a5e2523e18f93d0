import { audienceOn } from '../../model/editions/audience.js'
import { mandateDifferences } from '../../model/editions/differences.js'
import { isSamePerson } from '../../model/editions/out-of-turn.js'
import { effectOf } from '../../model/follow-ups/effect.js'
import type { FollowUp, FollowUpResult } from '../../model/follow-ups/follow-up.js'
import type { FollowUpEffect } from '../../model/follow-ups/follow-up-effect.js'
import { standingCauses } from '../../model/follow-ups/mandates.js'
import { heldOn } from '../../model/roster/recipient.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { findSendable, type Sendable } from '../../postgres/delivery/send-again.js'
import { settleIn } from '../../postgres/delivery/settlements.js'
import { decideIn } from '../../postgres/delivery/suppressions.js'
import { addresseeOf } from '../../postgres/editions/audiences.js'
import { standInsOn } from '../../postgres/follow-ups/deputies.js'
import type { Effect } from '../../postgres/follow-ups/follow-up-acts.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { mayDecide, neededDecisions } from '../delivery/suppressions.js'
import { decisionOf, type Facts, type Prepare } from './decide-on-address.js'
import { sendAllowed, settleRefusal, tryAgain } from './mail-effects.js'

/**
 * The effect of a result, for the transaction that ends the follow-up; or why it can't claim it. Files and lists are read here, beforehand. Null:
 * only that somebody was spoken to.
 */
export async function prepareEffect(
  context: Context,
  followUp: FollowUp,
  claim: Pick<Facts, 'result' | 'text' | 'by'>,
): Promise<Effect | null> {
  const effect = effectOf(claim.result as FollowUpResult)
  const prepare = effect && EFFECTS[effect]
  if (!prepare) return null
  const { engine } = context
  const today = todayOf(context)
  const { roster } = await rosterToday(context)
  const { edition, recipient } = followUp
  const row = edition === null ? null : await findSendable(engine.db, `${edition}.${recipient}`)
  const prepared = await prepare(context, { ...claim, followUp, row, roster, today })
  return typeof prepared === 'function' ? prepared : async () => prepared
}

const EFFECTS: Record<FollowUpEffect, Prepare | null> = {
  told: null,
  'new-address': async (_, { followUp, row, roster }) => {
    const email = roster.mandateHolders.find(({ id }) => id === followUp.recipient)?.email ?? ''
    const isNew = row !== null && email !== '' && !sameAddress(email, row.sentTo)
    return isNew ? NOTHING_DUE : { refused: 'address-needed', about: { address: row?.sentTo ?? email } }
  },
  corrected: async (context, facts) =>
    (await isCorrected(context, facts))
      ? NOTHING_DUE
      : { refused: 'address-needed', about: { address: facts.row?.sentTo ?? '' } },
  'tried-again': tryAgain,
  arrived: countAsArrived,
  'asked-again': askAgain,
  stopped: (context, facts) => decide(context, facts, 'suppress'),
  'written-to': (context, facts) => decide(context, facts, 'write'),
  allowed: sendAllowed,
  'roster-changed': async (_, { followUp, row, roster, today }) => {
    const { reason, recipient } = followUp
    const isStanding = reason === 'vacant' || reason === 'mandate-ending'
    const stays = isStanding
      ? standingCauses(roster.mandateHolders, today).some(one => one.recipient === recipient)
      : roster.mandateHolders.some(
          one =>
            one.id === recipient && one.email !== '' && heldOn(one, today) && row && isSamePerson(one, row),
        )
    return stays ? { refused: 'roster-unchanged' } : NOTHING_DUE
  },
  'deputy-named': async ({ engine }, { followUp, text, today }) => {
    const isKnown = text !== null || (await standInsOn(engine.db, today)).has(followUp.recipient)
    return isKnown ? NOTHING_DUE : { refused: 'deputy-unnamed' }
  },
}

/** Whether the roster differs from the frozen version for a mandate. */
async function isCorrected({ engine }: Context, { row, roster, today }: Facts): Promise<boolean> {
  const frozen = row && (await addresseeOf(engine.db, row.delivery))
  if (!frozen) return false
  // With all lines: a person's mandates are compared together.
  const { addressees, exclusions } = audienceOn(today, roster.mandateHolders)
  const now = {
    addressees: addressees.filter(({ id }) => id === frozen.id),
    exclusions: exclusions.filter(({ recipient }) => recipient === frozen.id),
  }
  const before = { ...frozen, email: row.sentTo }
  return mandateDifferences({ addressees: [before], exclusions: [] }, now, true).length > 0
}

/** Decides on the official's address; an equal decision stays. */
async function decide(context: Context, facts: Facts, decision: 'suppress' | 'write'): ReturnType<Prepare> {
  const { engine } = context
  const { row, roster, followUp, by, today } = facts
  const mandate = roster.mandateHolders.find(({ id }) => id === followUp.recipient)
  const address = (mandate?.email || row?.sentTo) ?? ''
  if (address === '') return NOTHING_DUE
  const { recipient, reason } = followUp
  // A refusing address concerns everybody with it; a person asks for no mail only for themselves.
  const isAddress = reason === 'suppressed'
  const about = { address, recipient, isAddress, mandates: roster.mandateHolders, today }
  const needed = await neededDecisions(engine.db, about, decision)
  if (needed.length === 0) return NOTHING_DUE
  if (!mayDecide(roster.staff, by)) return { refused: 'may-not-decide' }
  return async trx => {
    const due: string[] = []
    for (const one of needed)
      due.push(...(await decideIn(trx, { ...decisionOf(context, facts, one.address, decision), ...one })))
    return { due: [...new Set(due)] }
  }
}

/** What a person knows to have arrived counts as accepted. */
async function countAsArrived({ clock }: Context, { row, by }: Facts): ReturnType<Prepare> {
  if (!row) return { refused: 'not-in-doubt' }
  return async trx => {
    const now = await findSendable(trx, row.delivery, { lock: true })
    if (now?.state === 'accepted') return { due: [] }
    if (now?.state !== 'in-doubt') return { refused: 'not-arrived' }
    await settleIn(trx, row.delivery, 'accepted', by, clock())
    return { due: [] }
  }
}

/** Sends a mail in doubt again; in an expired edition it is only recorded that it did not arrive. */
async function askAgain(context: Context, { row, by, result }: Facts): ReturnType<Prepare> {
  if (!row) return { refused: 'not-in-doubt' }
  const hindered = await settleRefusal(context, row)
  if (hindered) return { refused: hindered, about: { address: row.sentTo } }
  return async trx => {
    const settled = await settleIn(trx, row.delivery, 'again', by, context.clock())
    if (settled === 'expired' && result === 'not-received') return { due: [] }
    if (settled === 'expired') return { refused: 'expired', about: aboutExpired(row) }
    return settled ? { due: [row.delivery] } : { refused: 'not-in-doubt' }
  }
}

const aboutExpired = ({ sentTo, expiresAt }: Sendable) => ({
  address: sentTo,
  ...(expiresAt ? { until: expiresAt } : {}),
})

const NOTHING_DUE: Effect = async () => ({ due: [] })
