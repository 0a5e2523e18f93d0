import { problemAt } from '../../model/problem/problem.js'
import { isPersonsName, isSameHolder, looseName } from '../../model/roster/person.js'
import { type MandateHolder, overlap } from '../../model/roster/recipient.js'
import type { Entry, Finding } from './entries.js'

type Sound = { entry: Entry<MandateHolder>; sound: MandateHolder }

/**
 * Two lines with one address, nearly one name and a common period: they count as two people with a mail each, but may be one. Different people's
 * names on one mailbox are no finding.
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
