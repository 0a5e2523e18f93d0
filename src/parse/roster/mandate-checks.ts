import { inLanguage } from '../../model/language/language.js'
import { type Located, notAllowed } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import { isPersonsName, isSameHolder, personKey } from '../../model/roster/person.js'
import { heldOn, type MandateHolder, overlap } from '../../model/roster/recipient.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { Entries, Entry, Finding, RosterContext } from './entries.js'

export function mandateProblems(
  entry: Entry<MandateHolder>,
  codes: ReadonlySet<string>,
  { competences }: RosterContext,
): Finding[] {
  const { located, sound } = entry
  const problems: Problem[] = []
  const found = located.written(['commune'])
  if (found !== '' && codes.size > 0 && !codes.has(found)) {
    const place = located.placeOf(['commune'])
    problems.push(problemAt(located.file, place, 'commune-unknown', { key: 'commune', found }))
  }
  const { competences: listed = [] } = located.value as { competences?: string[] }
  listed.forEach((competence, index) => {
    if (competences.length === 0 || competences.includes(competence)) return
    problems.push(notAllowed(located, ['competences', index], competences))
  })
  if (sound) problems.push(...crossedDates(located, sound))
  return problems.map(problem => ({ problem, unusable: entry }))
}

function crossedDates(located: Located, { since, until }: MandateHolder): Problem[] {
  if (since === null || until === null || since <= until) return []
  const values = { key: 'until', found: until, other: 'since', otherFound: since }
  return [problemAt(located.file, located.placeOf(['until']), 'dates-crossed', values)]
}

/** The same line of a person twice at one time; and two mayors of one commune, neither of them acting. */
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

function lineOf({ located }: Entry<unknown>): number {
  return located.placeOf([]).line
}

/** A commune whose only lines have mistakes of their own is not named as well: correct those first. */
export function communesWithoutHolder({ communes, mandateHolders }: Entries, today: string): Finding[] {
  if (mandateHolders.length === 0) return []
  const covered = new Set(
    mandateHolders.flatMap(({ located, sound }) => {
      if (!sound) return [located.written(['commune'])]
      return sound.email !== '' && heldOn(sound, today) ? [sound.commune] : []
    }),
  )
  return communes.flatMap(({ located, sound }) => {
    if (!sound || covered.has(sound.nis)) return []
    const values = { commune: sound.nis, name: inLanguage(sound.name, 'fr'), date: today }
    return [{ problem: problemAt(located.file, located.placeOf(['nis']), 'commune-without-holder', values) }]
  })
}

/**
 * Whether a line says of a person nothing but what another of the same commune and role says: it is there twice. Two aldermen whom
 * a list calls by one function, on one mailbox, are told apart by what they are competent for.
 */
function isRepeated(first: MandateHolder, again: MandateHolder): boolean {
  if (first.role !== again.role || first.commune !== again.commune || !overlap(first, again)) return false
  if (!sameAddress(first.email, again.email)) return false
  const addsNothing = again.competences.every(one => first.competences.includes(one))
  if (isPersonsName(first.name)) return isSameHolder(first, again) && addsNothing
  // A commune has one mayor, and several aldermen.
  const isOneOffice = first.role === 'mayor' || again.competences.length > 0
  return first.name === again.name && isOneOffice && addsNothing
}
