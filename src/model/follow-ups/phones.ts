import { isVacant, type MandateHolder } from '../roster/recipient.js'
import type { Roster } from '../roster/roster.js'
import type { PhoneNumber } from '../staff/phone-number.js'
import type { FollowUpAction } from './follow-up.js'
import { type FollowUp, isAboutCommune } from './follow-up.js'

type PhoneOf = 'own' | 'secretariat' | 'commune'
/** A number and its owner. */
export type KnownPhone = { of: PhoneOf; number: PhoneNumber }

/** Actions that mean a call. */
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
 * Whom to call: the person and their secretariat, else the commune. For a commune as a whole its own number, else those of its mayor. Empty where no
 * number is known.
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

/** Leaves out the own number of a vacant mandate: nobody answers there. */
export function phonesOf(holder: MandateHolder | undefined): KnownPhone[] {
  const { own = null, secretariat = null } = holder?.phones ?? {}
  return [
    ...(own && holder && !isVacant(holder) ? [{ of: 'own' as const, number: own }] : []),
    ...(secretariat ? [{ of: 'secretariat' as const, number: secretariat }] : []),
  ]
}
