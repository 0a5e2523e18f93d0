import { problemAt } from '../../model/problem/problem.js'
import { isPersonsName, isSameHolder, personKey } from '../../model/roster/person.js'
import { type MandateHolder, overlap } from '../../model/roster/recipient.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { Entry, Finding } from './entries.js'
import { lineOf } from './mandate-checks.js'

/** A person's line repeated for one period; and two mayors of one commune, neither of them acting. */
export function mandatesTwice(entries: readonly Entry<MandateHolder>[]): Finding[] {
  type Earlier = { entry: Entry<MandateHolder>; sound: MandateHolder }
  const byPerson = new Map<string, Earlier[]>()
  const mayors = new Map<string, Earlier[]>()
  const overlapping = (
    among: Map<string, Earlier[]>,
    key: string,
    one: Earlier,
    isMeant = overlap as (a: MandateHolder, b: MandateHolder) => boolean,
  ): Earlier | undefined => {
    const earlier = among.get(key) ?? []
    const found = earlier.find(other => isMeant(other.sound, one.sound))
    among.set(key, earlier)
    earlier.push(one)
    return found
  }
  return entries.flatMap(entry => {
    const { located, sound } = entry
    if (!sound || sound.email === '') return []
    const { commune, role, email } = sound
    const twin = overlapping(byPerson, `${commune} ${role} ${personKey(sound)}`, { entry, sound }, isRepeated)
    if (twin) {
      const values = { email, role, commune, firstLine: lineOf(twin.entry) }
      return [
        {
          problem: problemAt(located.file, located.placeOf(['email']), 'mandate-twice', values),
          unusable: entry,
        },
      ]
    }
    if (role !== 'mayor' || sound.acting) return []
    const mayor = overlapping(mayors, commune, { entry, sound })
    if (!mayor) return []
    const values = { commune, firstLine: lineOf(mayor.entry) }
    return [{ problem: problemAt(located.file, located.placeOf(['role']), 'mayors-overlap', values) }]
  })
}

/**
 * Whether a line only repeats another of the same person, commune and role. Two aldermen with the same function and mailbox differ by their
 * competences.
 */
function isRepeated(first: MandateHolder, again: MandateHolder): boolean {
  if (first.role !== again.role || first.commune !== again.commune || !overlap(first, again)) return false
  if (!sameAddress(first.email, again.email)) return false
  const addsNothing = again.competences.every(one => first.competences.includes(one))
  if (isPersonsName(first.name)) return isSameHolder(first, again) && addsNothing
  // A commune has one mayor and several aldermen.
  const isOneOffice = first.role === 'mayor' || again.competences.length > 0
  return first.name === again.name && isOneOffice && addsNothing
}
