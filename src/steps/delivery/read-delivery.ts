import { mayFollowUp } from '../../model/follow-ups/contacts.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import type { StaffMember } from '../../model/staff/staff.js'
import {
  oneDelivery,
  type ReturnedMail,
  returnedFor,
  type SettledBy,
  settlementsOf,
} from '../../postgres/delivery/one-delivery.js'
import { findSendable } from '../../postgres/delivery/send-again.js'
import { openAbout } from '../../postgres/follow-ups/listed-follow-ups.js'
import { type Context, rosterToday } from '../context.js'
import { type SendAgainOffer, sendAgainOffers } from './send-again.js'

/** A delivery's whole story, and what a person may do about it. */
export type DeliveryStory = {
  record: NonNullable<Awaited<ReturnType<typeof oneDelivery>>>
  /** How long its edition is tried; null: not sent. */
  until: Date | null
  settlements: SettledBy[]
  returned: ReturnedMail[]
  /** Whether it could go again; null where it is not theirs, or the edition runs no more. */
  offer: SendAgainOffer | null
  /** They follow its commune up. */
  isTheirs: boolean
  /** What is open about them, theirs to work on; where an address is corrected. */
  followUps: FollowUp[]
  /** In doubt, and theirs to settle. */
  maySettle: boolean
}

/** One delivery with what may be done; null for an unknown id. Changes nothing. */
export async function readDelivery(
  context: Context,
  id: string,
  person: StaffMember | null,
): Promise<DeliveryStory | null> {
  const { db } = context.engine
  const record = await oneDelivery(db, id)
  if (!record) return null
  const { communes } = (await rosterToday(context)).roster
  const isTheirs =
    person !== null &&
    mayFollowUp(
      person,
      communes.find(({ nis }) => nis === record.commune),
      '',
    )
  const offers = isTheirs ? await sendAgainOffers(context, record.recipient) : []
  return {
    record,
    until: (await findSendable(db, id))?.expiresAt ?? null,
    settlements: await settlementsOf(db, id),
    returned: await returnedFor(db, id),
    isTheirs,
    offer: offers.find(({ delivery }) => delivery === id) ?? null,
    followUps: isTheirs ? await openAbout(db, record.recipient) : [],
    maySettle: isTheirs && record.state === 'in-doubt',
  }
}
