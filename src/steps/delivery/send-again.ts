import { tokenSecret } from '../../config.js'
import { type DeliveryState, returnToken } from '../../model/delivery/delivery.js'
import { type SendAgainRefusal, sendAgainRefusal } from '../../model/delivery/send-again.js'
import { isSamePerson } from '../../model/editions/out-of-turn.js'
import { mayFollowUp } from '../../model/follow-ups/contacts.js'
import { linesOfPerson } from '../../model/roster/person.js'
import { heldOn } from '../../model/roster/recipient.js'
import { personAt } from '../../model/staff/staff.js'
import {
  findSendable,
  keepSendAgain,
  runningDeliveries,
  type Sendable,
} from '../../postgres/delivery/send-again.js'
import { suppressedAmong } from '../../postgres/delivery/suppressed.js'
import type { Database } from '../../postgres/server/database.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { mayLeaveFor } from './allowed.js'
import { nudgeDue } from './queue.js'
import { mayDecide } from './suppressions.js'

/** What sending a delivery again would do: from and to which address, and until when its edition runs. */
export type SendAgainOffer = {
  delivery: string
  edition: string
  recipient: string
  state: DeliveryState
  before: string
  address: string
  until: Date | null
  refused: SendAgainRefusal | null
}
export type SendAgainAnswer =
  | ({ kind: 'sent-again'; attempt: number; by: string; at: Date } & Omit<SendAgainOffer, 'refused'>)
  | { kind: 'refused'; why: SendAgainRefusal; about: SendAgainOffer | null }

/**
 * The same frozen mail once more, because a person asks: to an address corrected since, or to one that could not take it. Its next attempt
 * is one like any other.
 */
export async function sendAgain(context: Context, delivery: string, by: string): Promise<SendAgainAnswer> {
  const { engine } = context
  const row = await findSendable(engine.db, delivery)
  if (!row) return refused('unknown-delivery')
  const { roster } = await rosterToday(context)
  const person = personAt(roster.staff, by)
  if (!person) return refused('unknown-person')
  const commune = roster.communes.find(({ nis }) => nis === row.commune)
  if (!mayDecide(roster.staff, by) || !mayFollowUp(person, commune, '')) return refused('not-theirs')
  const stands = await standing(context, row)
  const answer = await engine.db
    .transaction()
    .execute(trx => sendAgainIn(context, trx, { delivery, by: person.email, stands }))
  if (answer.kind === 'sent-again') await nudgeDue(context, [delivery])
  return answer
}

/** For each delivery of a person in running editions, whether it could go again, the latest first. Changes nothing. */
export async function sendAgainOffers(context: Context, recipient: string): Promise<SendAgainOffer[]> {
  const { db } = context.engine
  const offers: SendAgainOffer[] = []
  for (const delivery of await runningDeliveries(db, recipient, context.clock())) {
    const row = await findSendable(db, delivery)
    if (row) offers.push(offerOf(context, row, await standing(context, row)))
  }
  return offers
}

/** Facts from roster, lists and instance about the address of a delivery. */
type Standing = {
  address: string
  isSamePerson: boolean
  isAllowed: boolean
  isSuppressed: boolean
  isCopied: boolean
}

/** `to`: replaces the roster's address. Changes nothing. */
export async function standing(
  context: Context,
  row: Pick<Sendable, 'recipient' | 'name' | 'role' | 'commune'>,
  to: string | null = null,
): Promise<Standing> {
  const { engine, config, instance } = context
  const today = todayOf(context)
  const { roster } = await rosterToday(context)
  const mandate = roster.mandateHolders.find(({ id }) => id === row.recipient)
  const address = to ?? (mandate && heldOn(mandate, today) ? mandate.email : '')
  const [suppression] =
    address === ''
      ? [null]
      : await suppressedAmong(engine, [
          { address, recipients: linesOfPerson(roster.mandateHolders, row.recipient) },
        ])
  return {
    address,
    isSamePerson: mandate !== undefined && isSamePerson(mandate, row),
    isAllowed: mayLeaveFor(config, address),
    isSuppressed: suppression !== null,
    isCopied: !(await instance.maySend()),
  }
}

type Asked = { delivery: string; by: string; stands: Standing; isAddressRight?: boolean }

/** Judges the present delivery within a transaction and makes it due again. Of several calls at once, one does. */
export async function sendAgainIn(
  context: Context,
  trx: Database,
  { delivery, by, stands, isAddressRight = false }: Asked,
): Promise<SendAgainAnswer> {
  const { clock, config, log } = context
  const row = await findSendable(trx, delivery, { lock: true })
  if (!row) return refused('unknown-delivery')
  const offer = offerOf(context, row, stands, isAddressRight)
  const { refused: why, ...rest } = offer
  if (why) return refused(why, offer)
  const [now, number] = [clock(), row.number + 1]
  const token = returnToken(delivery, tokenSecret(config), number)
  await keepSendAgain(trx, row, { address: stands.address, token, by, now })
  log.info('delivery.sent-again', { delivery, edition: row.edition, number })
  return { kind: 'sent-again', ...rest, attempt: row.attempts + 1, by, at: now }
}

function offerOf(
  { clock }: Context,
  row: Sendable,
  stands: Standing,
  isAddressRight = false,
): SendAgainOffer {
  const { delivery, edition, recipient, state, sentTo, expiresAt, isStopped } = row
  const isExpired = expiresAt !== null && expiresAt <= clock()
  const why = sendAgainRefusal({ ...stands, state, sentTo, isExpired, isStopped, isAddressRight })
  return {
    ...{ delivery, edition, recipient, state, before: sentTo, address: stands.address, until: expiresAt },
    refused: why ?? (stands.isCopied ? 'copied' : null),
  }
}

const refused = (why: SendAgainRefusal, about: SendAgainOffer | null = null): SendAgainAnswer => ({
  kind: 'refused',
  why,
  about,
})
