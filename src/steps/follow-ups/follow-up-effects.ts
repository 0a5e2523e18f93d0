import { localDay } from '../../model/calendar/calendar.js'
import { isSameAddress } from '../../model/delivery/send-again.js'
import { audienceOn } from '../../model/editions/audience.js'
import { mandateDifferences } from '../../model/editions/differences.js'
import { isSamePerson } from '../../model/editions/out-of-turn.js'
import { effectOf, type FollowUpEffect } from '../../model/follow-ups/effect.js'
import type { FollowUp, FollowUpResult } from '../../model/follow-ups/follow-up.js'
import { standingCauses } from '../../model/follow-ups/mandates.js'
import { heldOn } from '../../model/roster/recipient.js'
import type { Roster } from '../../model/roster/roster.js'
import { makeDue } from '../../postgres/delivery/deliveries.js'
import { findSendable, type Sendable } from '../../postgres/delivery/send-again.js'
import { settleIn } from '../../postgres/delivery/settlements.js'
import { heldAddresses, isAddressSuppressed } from '../../postgres/delivery/suppressed.js'
import { decideIn } from '../../postgres/delivery/suppressions.js'
import { addresseeOf } from '../../postgres/editions/audiences.js'
import { standInsOn } from '../../postgres/follow-ups/deputies.js'
import type { Effect, EffectRefused } from '../../postgres/follow-ups/follow-up-acts.js'
import type { Database } from '../../postgres/server/database.js'
import type { Context } from '../context.js'
import { sendAgainIn, standing } from '../delivery/send-again.js'
import { mayDecide, neededDecisions } from '../delivery/suppressions.js'

type Claim = { result: string; text: string | null; by: string }
/** What an effect is judged by: the follow-up, its delivery, the roster of today, and what a person claims. */
type Facts = Claim & { followUp: FollowUp; row: Sendable | null; roster: Roster; today: string }
type Prepare = (context: Context, facts: Facts) => Promise<Effect | EffectRefused>

/**
 * What the result of a follow-up does, to be done in the transaction that ends it; or why it can't be what it claims. Null: it
 * claims nothing but that somebody was spoken to. Files and lists are read here, before.
 */
export async function prepareEffect(
  context: Context,
  followUp: FollowUp,
  claim: Claim,
): Promise<Effect | null> {
  const effect = effectOf(claim.result as FollowUpResult)
  const prepare = effect && EFFECTS[effect]
  if (!prepare) return null
  const { engine, folders, clock, config } = context
  const today = localDay(clock(), config.timeZone)
  const { roster } = await folders.roster(today)
  const { edition, recipient } = followUp
  const row = edition === null ? null : await findSendable(engine.db, `${edition}.${recipient}`)
  const prepared = await prepare(context, { ...claim, followUp, row, roster, today })
  return typeof prepared === 'function' ? prepared : async () => prepared
}

const NOTHING_DUE: Effect = async () => ({ due: [] })

const EFFECTS: Record<FollowUpEffect, Prepare | null> = {
  told: null,
  'new-address': async (_, { followUp, row, roster }) => {
    const email = roster.mandateHolders.find(({ id }) => id === followUp.recipient)?.email ?? ''
    const isNew = row !== null && email !== '' && !isSameAddress(email, row.sentTo)
    return isNew ? NOTHING_DUE : { refused: 'address-needed', about: { address: row?.sentTo ?? email } }
  },
  corrected: async (context, facts) =>
    (await isCorrected(context, facts))
      ? NOTHING_DUE
      : { refused: 'address-needed', about: { address: facts.row?.sentTo ?? '' } },
  'tried-again': tryAgain,
  arrived: async ({ clock }, { row, by }) => {
    if (!row) return { refused: 'not-in-doubt' }
    return async trx => {
      const now = await findSendable(trx, row.delivery, { lock: true })
      if (now?.state === 'accepted') return { due: [] }
      if (now?.state !== 'in-doubt') return { refused: 'not-arrived' }
      await settleIn(trx, row.delivery, 'accepted', by, clock())
      return { due: [] }
    }
  },
  'asked-again': askAgain,
  stopped: async (context, facts) => decide(context, facts, 'suppress'),
  'written-to': async (context, facts) => decide(context, facts, 'write'),
  allowed: async (context, { row, by }) => {
    if (!row) return { refused: 'unknown-delivery' }
    const stands = await standing(context, row)
    if (!stands.isAllowed) return { refused: 'not-allowed', about: { address: stands.address } }
    // An edition that runs no more is no reason to say that the address isn't allowed.
    return trx => sentOr(context, trx, { delivery: row.delivery, by, stands }, ['expired', 'accepted'])
  },
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

/** Does the roster have something else of a mandate than what its edition was frozen with? */
async function isCorrected({ engine }: Context, { row, roster, today }: Facts): Promise<boolean> {
  const frozen = row && (await addresseeOf(engine.db, row.delivery))
  if (!frozen) return false
  // With all lines: somebody with several mandates is compared with all of theirs.
  const { addressees, exclusions } = audienceOn(today, roster.mandateHolders)
  const now = {
    addressees: addressees.filter(({ id }) => id === frozen.id),
    exclusions: exclusions.filter(({ recipient }) => recipient === frozen.id),
  }
  const before = { ...frozen, email: row.sentTo }
  return mandateDifferences({ addressees: [before], exclusions: [] }, now, true).length > 0
}

/** A person says that the address is right: what held it back is decided, and the mail goes to it once more. */
async function tryAgain(context: Context, facts: Facts): ReturnType<Prepare> {
  const { clock, engine } = context
  const { row, by, roster, followUp } = facts
  if (!row) return { refused: 'unknown-delivery' }
  if (row.state === 'deferred')
    return async trx =>
      (await makeDue(trx, row.delivery, clock()))
        ? { due: [row.delivery] }
        : { refused: 'under-way' as const }
  const stands = await standing(context, row)
  const held =
    stands.address !== '' && (await heldAddresses(engine.db, [stands.address.toLowerCase()])).length > 0
  const isDecided = await isAddressSuppressed(engine.db, stands.address)
  if (held && !isDecided && !mayDecide(roster.staff, by)) return { refused: 'may-not-decide' }
  return async trx => {
    const releases = held && !isDecided
    const released = releases ? await decideIn(trx, decisionOf(context, facts, stands.address, 'write')) : []
    if (released.includes(row.delivery)) return { due: released }
    const asked = { delivery: row.delivery, by, isAddressRight: true }
    const now = { ...stands, isSuppressed: stands.isSuppressed && !releases }
    // Of an address that was held back, the decision alone is an effect: the next edition goes to it.
    const fine = releases && followUp.reason === 'suppressed' ? ['expired' as const] : []
    const sent = await sentOr(context, trx, { ...asked, stands: now }, fine)
    return 'refused' in sent ? sent : { due: [...new Set([...sent.due, ...released])] }
  }
}

type Asked = Parameters<typeof sendAgainIn>[2]

/** Sends again; or why not, but for reasons that leave the claim true. */
async function sentOr(
  context: Context,
  trx: Database,
  asked: Asked,
  fine: EffectRefused['refused'][],
): ReturnType<Effect> {
  const answer = await sendAgainIn(context, trx, asked)
  if (answer.kind === 'sent-again') return { due: [asked.delivery] }
  const { why, about } = answer
  if (fine.includes(why)) return { due: [] }
  const address = why === 'accepted' ? about?.before : about?.address
  return { refused: why, about: { address: address ?? '', ...(about?.until ? { until: about.until } : {}) } }
}

/** A mail in doubt goes again; that it did not arrive may be written down also when its edition runs no more. */
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

/** Why a delivery in doubt would not go again although somebody says so; null when nothing hinders it. */
export async function settleRefusal(
  context: Context,
  row: Sendable,
): Promise<'copied' | 'stopped' | 'not-allowed' | 'suppressed' | null> {
  const { isCopied, isAllowed, isSuppressed } = await standing(context, row, row.sentTo)
  if (isCopied) return 'copied'
  if (row.isStopped) return 'stopped'
  if (!isAllowed) return 'not-allowed'
  return isSuppressed ? 'suppressed' : null
}

/** Decides on the address of the official; what is decided already stays as it is. */
async function decide(context: Context, facts: Facts, decision: 'suppress' | 'write'): ReturnType<Prepare> {
  const { engine } = context
  const { row, roster, followUp, by, today } = facts
  const mandate = roster.mandateHolders.find(({ id }) => id === followUp.recipient)
  const address = (mandate?.email || row?.sentTo) ?? ''
  if (address === '') return NOTHING_DUE
  const { recipient, reason } = followUp
  // An address that refuses is no one person's; who asks for no more mail asks for themselves.
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

function decisionOf(
  { clock }: Context,
  { followUp, by, result, text }: Facts,
  address: string,
  decision: 'suppress' | 'write',
) {
  const cause = `follow-up ${followUp.id}: ${result}${text ? `, ${text.slice(0, CAUSE_AT_MOST)}` : ''}`
  return { address, recipient: followUp.recipient, decision, cause, by: by.toLowerCase(), at: clock() }
}

/** Characters of a note that go into the cause of a decision. */
const CAUSE_AT_MOST = 200
