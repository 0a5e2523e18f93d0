import { isVacant, type MandateHolder } from '../roster/recipient.js'
import type { Roster } from '../roster/roster.js'
import type { PhoneNumber } from '../staff/phone-number.js'
import type { FollowUpAction } from './follow-up.js'
import { type FollowUp, isAboutCommune } from './follow-up.js'

type PhoneOf = 'own' | 'secretariat' | 'commune'
/** A number, and whose it is. */
export type KnownPhone = { of: PhoneOf; number: PhoneNumber }

/** What is done by calling somebody. */
const BY_PHONE: FollowUpAction[] = [
  'ask-new-address',
  'decide-suppression',
  'settle-in-doubt',
  'phone',
  'find-successor',
  'ask-successor',
  'ask-release',
  'decide-objection',
  'decide-unsubscribe',
]
export const isByPhone = (action: FollowUpAction) => BY_PHONE.includes(action)

/**
 * Whom to call for a follow-up: the person and their secretariat; where neither has a number, the commune. Of a commune as a
 * whole its own number, else those of its mayor. Empty where nothing is known.
 */
export function phonesFor(
  { recipient, commune: nis, reason }: Pick<FollowUp, 'recipient' | 'commune' | 'reason'>,
  { communes, mandateHolders }: Pick<Roster, 'communes' | 'mandateHolders'>,
): KnownPhone[] {
  const general = communes.find(one => one.nis === nis)?.phone
  const ofCommune: KnownPhone[] = general ? [{ of: 'commune', number: general }] : []
  if (isAboutCommune(reason)) {
    const mayor = mandateHolders.findLast(one => one.commune === nis && one.role === 'mayor')
    return general ? ofCommune : phonesOf(mayor)
  }
  const own = phonesOf(mandateHolders.find(({ id }) => id === recipient))
  return own.length > 0 ? own : ofCommune
}

/** Nobody answers at the own number of a mandate that nobody holds. */
export function phonesOf(holder: MandateHolder | undefined): KnownPhone[] {
  const { own = null, secretariat = null } = holder?.phones ?? {}
  return [
    ...(own && holder && !isVacant(holder) ? [{ of: 'own' as const, number: own }] : []),
    ...(secretariat ? [{ of: 'secretariat' as const, number: secretariat }] : []),
  ]
}
