import type { DeliveryState } from '../delivery/delivery.js'
import { isSameAddress } from '../delivery/send-again.js'
import { type FollowUp, isAboutCommune } from '../follow-up/follow-up.js'
import { heldOn, type MandateHolder, type MandateRole } from '../roster/recipient.js'

/** Whether the next edition will find somebody whom this one did not. */
export const NEXT_EDITIONS = [
  /** It goes to another address. */
  'new-address',
  /** It goes to the same address, which has refused for good, or could not take the mail. */
  'same-address',
  'tried-again',
  /** Nothing goes there until somebody decides; or because somebody did. */
  'held',
  'suppressed',
  'not-allowed',
  /** Nobody holds the mandate, or has an address. */
  'nobody',
] as const
export type NextEdition = (typeof NEXT_EDITIONS)[number]

/** An official whom an edition did not reach by mail, whatever was done about it since. */
export type Unreached = {
  recipient: string
  commune: string
  role: MandateRole
  /** The function that holds the mandate, as the roster has it; else the roster's id. */
  who: string
  state: Exclude<DeliveryState, 'accepted' | 'pending' | 'deferred'> | 'excluded'
  /** Where the edition went; empty where nothing was sent. */
  address: string
  next: NextEdition
  /** Where the next one goes; empty: nowhere. */
  nextAddress: string
  /** ISO date on which somebody informed them otherwise; null: nobody wrote that down. */
  informedOn: string | null
}

export type UnreachedFacts = {
  edition: string
  deliveries: {
    recipient: string
    commune: string
    role: MandateRole
    state: DeliveryState
    address: string
  }[]
  exclusions: { recipient: string; commune: string; role: MandateRole; reason: string }[]
  mandates: MandateHolder[]
  /** Of all editions, done ones too. */
  followUps: FollowUp[]
  /** Addresses in lower case, and recipients by id, to which nothing goes: by a person's decision, or until one. */
  suppressed: ReadonlyMap<string, 'suppressed' | 'held'>
  isAllowed: (address: string) => boolean
  dayOf: (at: Date) => string
}

/** Whom an edition did not reach, from deliveries, roster and decisions: that a follow-up was ended changes nothing about it. */
export function unreachedIn(facts: UnreachedFacts, today: string): Unreached[] {
  const { deliveries, exclusions } = facts
  const missed = [
    ...deliveries.flatMap(({ recipient, commune, role, state, address }) =>
      state === 'accepted' || state === 'pending' || state === 'deferred'
        ? []
        : [{ recipient, commune, role, state, address }],
    ),
    ...exclusions
      .filter(({ reason }) => reason === 'suppressed')
      .map(({ reason: _, ...one }) => ({ ...one, state: 'excluded' as const, address: '' })),
  ]
  return missed.map(one => {
    const mandate = facts.mandates.find(({ id }) => id === one.recipient)
    const nextAddress = mandate && heldOn(mandate, today) ? mandate.email : ''
    return {
      ...one,
      who: mandate?.name || one.recipient,
      next: nextFor(one, nextAddress, facts),
      nextAddress,
      informedOn: informedOn(one, facts),
    }
  })
}

function nextFor(
  { recipient, state, address }: Pick<Unreached, 'recipient' | 'state' | 'address'>,
  next: string,
  { suppressed, isAllowed }: UnreachedFacts,
): NextEdition {
  if (next === '') return 'nobody'
  const hindered = suppressed.get(recipient) ?? suppressed.get(next.toLowerCase())
  if (hindered) return hindered
  if (!isAllowed(next)) return 'not-allowed'
  if (!isSameAddress(address, next)) return 'new-address'
  return state === 'bounced' ? 'same-address' : 'tried-again'
}

/** Of the official, or of the commune as a whole. */
function informedOn(
  { recipient, commune }: Pick<Unreached, 'recipient' | 'commune'>,
  { edition, followUps, dayOf }: UnreachedFacts,
): string | null {
  const told = followUps.filter(
    one =>
      one.edition === edition &&
      one.result === 'reached-otherwise' &&
      (isAboutCommune(one.reason) ? one.commune === commune : one.recipient === recipient),
  )
  const days = told.flatMap(({ doneAt }) => (doneAt ? [dayOf(doneAt)] : []))
  return days.sort().at(-1) ?? null
}
