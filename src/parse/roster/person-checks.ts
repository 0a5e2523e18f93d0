import { problemAt } from '../../model/problem/problem.js'
import { isPersonsName, isSameHolder, looseName } from '../../model/roster/person.js'
import { type MandateHolder, overlap } from '../../model/roster/recipient.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { Entry, Finding } from './entries.js'

type Sound = { entry: Entry<MandateHolder>; sound: MandateHolder }

/**
 * Two lines of one address and nearly one name, at one time: they are taken as two people, who get a mail each, and are
 * perhaps one. Lines of people with names of their own on one mailbox say nothing.
 */
export function perhapsTwice(entries: readonly Entry<MandateHolder>[]): Finding[] {
  const known = new Map<string, Sound[]>()
  return entries.flatMap(entry => {
    const { located, sound } = entry
    if (!sound || sound.email === '' || !isPersonsName(sound.name)) return []
    const key = `${sound.email.toLowerCase()} ${looseName(sound.name)}`
    const earlier = known.get(key) ?? []
    known.set(key, [...earlier.slice(0, 9), { entry, sound }])
    const other = earlier.find(one => overlap(one.sound, sound) && !isSameHolder(one.sound, sound))
    if (!other) return []
    const values = {
      email: sound.email,
      name: sound.name,
      other: other.sound.name,
      firstLine: other.entry.located.placeOf([]).line,
    }
    return [{ problem: problemAt(located.file, located.placeOf(['name']), 'person-perhaps-twice', values) }]
  })
}

/**
 * Whether a line says of a person nothing but what another of the same commune and role says: it is there twice. Two aldermen whom
 * a list calls by one function, on one mailbox, are told apart by what they are competent for.
 */
export function isRepeated(first: MandateHolder, again: MandateHolder): boolean {
  if (first.role !== again.role || first.commune !== again.commune || !overlap(first, again)) return false
  if (!sameAddress(first.email, again.email)) return false
  const addsNothing = again.competences.every(one => first.competences.includes(one))
  if (isPersonsName(first.name)) return isSameHolder(first, again) && addsNothing
  // A commune has one mayor, and several aldermen.
  const isOneOffice = first.role === 'mayor' || again.competences.length > 0
  return first.name === again.name && isOneOffice && addsNothing
}
