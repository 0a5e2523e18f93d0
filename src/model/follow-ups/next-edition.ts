import type { MandateRole } from '../agency/role-names.js'
import type { DeliveryState } from '../delivery/delivery.js'
import type { MandateHolder } from '../roster/recipient.js'
import { type FollowUp, isAboutCommune } from './follow-up.js'

/** Whether the next edition will reach an official whom this one did not. */
const NEXT_EDITIONS = [
  /** It goes to another address. */
  'new-address',
  /** It goes to the same address, which refused for good or could not take the mail. */
  'same-address',
  'tried-again',
  /** Nothing goes there: a person must decide, or decided so. */
  'held',
  'suppressed',
  'not-allowed',
  /** Nobody holds the mandate, or the holder has no address. */
  'nobody',
] as const

export type NextEdition = (typeof NEXT_EDITIONS)[number]

/** An official whom an edition did not reach by mail, whatever was done since. */
export type Unreached = {
  recipient: string
  commune: string
  role: MandateRole
  /** The person's further mandates that this one stands for; missing where there is none. */
  also?: OtherMandate[]
  /** The roster's name of the office, else the roster's id. */
  who: string
  state: Exclude<DeliveryState, 'accepted' | 'pending' | 'deferred'> | 'excluded'
  /** The edition's address; empty where nothing was sent. */
  address: string
  next: NextEdition
  /** The next edition's address; empty: none. */
  nextAddress: string
  /** ISO date on which a person informed them otherwise; null: none recorded. */
  informedOn: string | null
}

/** A further mandate of the same person. */
export type OtherMandate = { recipient: string; commune: string; role: MandateRole }

export type UnreachedFacts = {
  edition: string
  deliveries: {
    recipient: string
    commune: string
    role: MandateRole
    also?: { id: string; commune: string; role: MandateRole }[]
    state: DeliveryState
    address: string
  }[]
  exclusions: { recipient: string; commune: string; role: MandateRole; reason: string }[]
  mandates: MandateHolder[]
  /** At least those by which somebody was informed otherwise. */
  followUps: FollowUp[]
  /** Lower-case addresses and recipients' ids that get nothing, by a person's decision or until one. */
  suppressed: ReadonlyMap<string, 'suppressed' | 'held'>
  isAllowed: (address: string) => boolean
  dayOf: (at: Date) => string
}

export type Missed = Pick<Unreached, 'recipient' | 'commune' | 'role' | 'also' | 'state' | 'address'>

/** The communes in which the person holds a mandate. */
export const communesOf = ({ commune, also = [] }: Pick<Unreached, 'commune' | 'also'>): string[] => [
  commune,
  ...also.map(one => one.commune),
]

export const idsOf = ({ recipient, also = [] }: Pick<Unreached, 'recipient' | 'also'>): string[] => [
  recipient,
  ...also.map(one => one.recipient),
]

/** About the official, or about one of their communes as a whole. */
export function informedOn(one: Missed, { edition, followUps, dayOf }: UnreachedFacts): string | null {
  const [ids, communes] = [idsOf(one), communesOf(one)]
  const told = followUps.filter(
    ({ edition: of, result, reason, commune, recipient }) =>
      of === edition &&
      result === 'reached-otherwise' &&
      (isAboutCommune(reason) ? communes.includes(commune) : ids.includes(recipient)),
  )
  const days = told.flatMap(({ doneAt }) => (doneAt ? [dayOf(doneAt)] : []))
  return days.sort().at(-1) ?? null
}
