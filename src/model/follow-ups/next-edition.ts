import type { MandateRole } from '../agency/role-names.js'
import type { DeliveryState } from '../delivery/delivery.js'
import type { MandateHolder } from '../roster/recipient.js'
import { type FollowUp, isAboutCommune } from './follow-up.js'

/** Whether the next edition will find somebody whom this one did not. */
const NEXT_EDITIONS = [
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
  /** The further mandates of the same person that this stands for; missing where there is none. */
  also?: OtherMandate[]
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
  /** Of all editions, done ones too. */
  followUps: FollowUp[]
  /** Addresses in lower case, and recipients by id, to which nothing goes: by a person's decision, or until one. */
  suppressed: ReadonlyMap<string, 'suppressed' | 'held'>
  isAllowed: (address: string) => boolean
  dayOf: (at: Date) => string
}

export type Missed = Pick<Unreached, 'recipient' | 'commune' | 'role' | 'also' | 'state' | 'address'>

/** The communes in which somebody holds a mandate. */
export const communesOf = ({ commune, also = [] }: Pick<Unreached, 'commune' | 'also'>): string[] => [
  commune,
  ...also.map(one => one.commune),
]

export const idsOf = ({ recipient, also = [] }: Pick<Unreached, 'recipient' | 'also'>): string[] => [
  recipient,
  ...also.map(one => one.recipient),
]

/** Of the official, or of one of their communes as a whole. */
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
