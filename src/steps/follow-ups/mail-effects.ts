import { makeDue } from '../../postgres/delivery/deliveries.js'
import type { Sendable } from '../../postgres/delivery/send-again.js'
import { heldAddresses, isAddressSuppressed } from '../../postgres/delivery/suppressed.js'
import { decideIn } from '../../postgres/delivery/suppressions.js'
import type { Effect, EffectRefused } from '../../postgres/follow-ups/follow-up-acts.js'
import type { Database } from '../../postgres/server/database.js'
import type { Context } from '../context.js'
import { sendAgainIn, standing } from '../delivery/send-again.js'
import { mayDecide } from '../delivery/suppressions.js'
import { decisionOf, type Facts, type Prepare } from './decide-on-address.js'

/** A person says that the address is right: ends what suppressed it, and sends the mail there once more. */
export async function tryAgain(context: Context, facts: Facts): ReturnType<Prepare> {
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
    // For a suppressed address the decision alone is an effect: the next edition goes there.
    const fine = releases && followUp.reason === 'suppressed' ? ['expired' as const] : []
    const sent = await sentOr(context, trx, { ...asked, stands: now }, fine)
    return 'refused' in sent ? sent : { due: [...new Set([...sent.due, ...released])] }
  }
}

type Asked = Parameters<typeof sendAgainIn>[2]

/** Sends again; or why not, unless the claim is true despite that reason. */
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

/** Why a delivery in doubt would not go again despite a person's word; null when nothing prevents it. */
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

export async function sendAllowed(context: Context, { row, by }: Facts): ReturnType<Prepare> {
  if (!row) return { refused: 'unknown-delivery' }
  const stands = await standing(context, row)
  if (!stands.isAllowed) return { refused: 'not-allowed', about: { address: stands.address } }
  // An expired edition doesn't mean that the address isn't allowed.
  return trx => sentOr(context, trx, { delivery: row.delivery, by, stands }, ['expired', 'accepted'])
}
