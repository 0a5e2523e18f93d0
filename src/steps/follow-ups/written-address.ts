import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import { refusedAddress } from '../../postgres/delivery/send-again.js'
import { addressChanges } from '../../postgres/follow-ups/address-changes.js'
import { correctedSince } from '../../postgres/follow-ups/corrected-since.js'
import type { AddressChange } from '../../postgres/follow-ups/planned-address-changes.js'
import type { Context } from '../context.js'

/**
 * The address that ended a follow-up: the change, what else it ended, and whether it was or can be undone. `refused`: the address that refused the mail,
 * whatever the list says now.
 */
type WrittenAddress = {
  change: AddressChange | null
  others: FollowUp[]
  isTakenBack: boolean
  /** It is the last confirmed change of that address, so the one that an undo takes back. */
  isLast: boolean
  refused: string | null
}

/** In milliseconds: a confirmed address ends everything at once, except after a crash. */
const ENDED_WITHIN_MS = 60_000

/** What was done about an address for a follow-up, by the rows. */
export async function writtenAddress({ engine }: Context, followUp: FollowUp): Promise<WrittenAddress> {
  const { id, edition, recipient, state } = followUp
  const changes = state === 'done' ? await addressChanges(engine.db, recipient) : []
  const change = changes.find(one => isOf(one, followUp)) ?? null
  const ended = change ? await correctedSince(engine.db, recipient, change.at) : []
  const refused = edition === null ? null : await refusedAddress(engine.db, `${edition}.${recipient}`)
  return {
    change,
    others: change ? ended.filter(one => one.id !== id && isEndedBy(change, one)) : [],
    isLast: change !== null && changes[0] === change,
    isTakenBack: change !== null && changes[0] !== change && changes[0]?.followUp === null,
    refused: change?.before || refused,
  }
}

const isOf = (change: AddressChange, followUp: FollowUp) =>
  change.followUp === followUp.id || isEndedBy(change, followUp)

function isEndedBy({ followUp, by, at }: AddressChange, { doneBy, doneAt, result }: FollowUp): boolean {
  if (followUp === null || doneBy !== by || !doneAt) return false
  if (result !== 'new-address' && result !== 'corrected') return false
  const after = doneAt.getTime() - at.getTime()
  return after >= 0 && after <= ENDED_WITHIN_MS
}
