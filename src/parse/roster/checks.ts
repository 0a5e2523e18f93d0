import { didYouMean } from '../../model/language/did-you-mean.js'
import { type Located, notAllowed } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import { personKey } from '../../model/roster/person.js'
import { heldOn, type MandateHolder, overlap } from '../../model/roster/recipient.js'
import type { StaffMember } from '../../model/staff/staff.js'
import type { Entries, Entry, Finding, RosterContext } from './entries.js'
import { isRepeated, perhapsTwice } from './person-checks.js'

/** Over the sound entries of the three files; what is wrong in itself has been named before. */
export function crossChecks(entries: Entries, context: RosterContext): Finding[] {
  const { communes, mandateHolders, staff } = entries
  const codes = new Set(communes.map(({ located }) => located.written(['nis'])))
  return [
    ...idsTwice(communes, 'nis'),
    ...idsTwice(staff, 'id'),
    ...idsTwice(mandateHolders, 'id'),
    ...emailsTwice(staff),
    ...communes.flatMap(entry => contactProblems(entry, staff)),
    ...staff.flatMap(entry => deputyProblems(entry, staff)),
    ...staff.flatMap(awayProblems),
    ...communes.flatMap(entry => themeProblems(entry, context.competences)),
    ...mandateHolders.flatMap(entry => mandateProblems(entry, codes, context)),
    ...mandatesTwice(mandateHolders),
    ...perhapsTwice(mandateHolders),
    ...communesWithoutHolder(entries, context.today),
  ]
}

/** The key as it is written, so that a line with another mistake still holds its id. */
function idsTwice(entries: readonly Entry<unknown>[], key: 'id' | 'nis'): Finding[] {
  return repeated(entries, ({ located }) => located.written([key])).map(({ entry, first }) => {
    const { located } = entry
    const values = { id: located.written([key]), firstLine: first.located.placeOf([key]).line }
    return { problem: problemAt(located.file, located.placeOf([key]), 'id-twice', values), unusable: entry }
  })
}

/** Staff sign off by their address. */
function emailsTwice(staff: readonly Entry<StaffMember>[]): Finding[] {
  return repeated(staff, ({ sound }) => sound?.email.toLowerCase() ?? '').map(({ entry, first }) => {
    const { located } = entry
    const values = { email: located.written(['email']), firstLine: first.located.placeOf(['email']).line }
    return {
      problem: problemAt(located.file, located.placeOf(['email']), 'email-twice', values),
      unusable: entry,
    }
  })
}

function repeated<T>(
  entries: readonly Entry<T>[],
  keyOf: (entry: Entry<T>) => string,
): { entry: Entry<T>; first: Entry<T> }[] {
  const firsts = new Map<string, Entry<T>>()
  return entries.flatMap(entry => {
    const key = keyOf(entry)
    const first = firsts.get(key)
    if (first) return [{ entry, first }]
    if (key !== '') firsts.set(key, entry)
    return []
  })
}

/** The SPOC and the deputy of a commune are staff with the role spoc. A wrong one leaves the commune in place. */
function contactProblems(
  { located, sound }: Entry<Commune>,
  staff: readonly Entry<StaffMember>[],
): Finding[] {
  if (!sound || staff.length === 0) return []
  return (['spoc', 'deputy'] as const).flatMap(key => {
    const found = sound[key]
    if (found === undefined) return []
    const place = located.placeOf([key])
    const member = memberOf(staff, found)
    if (!member) return [notOnStaff(located, key, found, staff)]
    if (!member.sound || member.sound.roles.includes('spoc')) return []
    return [{ problem: problemAt(located.file, place, 'spoc-role-missing', { key, found }) }]
  })
}

/** Who stands in for an approver is one too. A wrong one leaves the person in place. */
function deputyProblems(
  { located, sound }: Entry<StaffMember>,
  staff: readonly Entry<StaffMember>[],
): Finding[] {
  const found = sound?.deputy
  if (found === undefined) return []
  const key = 'deputy'
  const member = memberOf(staff, found)
  if (!member) return [notOnStaff(located, key, found, staff)]
  if (!member.sound || member.sound.roles.includes('approver')) return []
  return [
    { problem: problemAt(located.file, located.placeOf([key]), 'approver-role-missing', { key, found }) },
  ]
}

function awayProblems({ located, sound }: Entry<StaffMember>): Finding[] {
  return (sound?.away ?? []).flatMap(({ from, until }, index) => {
    if (from <= until) return []
    const values = { key: 'away.until', found: until, other: 'from', otherFound: from }
    return [
      {
        problem: problemAt(located.file, located.placeOf(['away', index, 'until']), 'dates-crossed', values),
      },
    ]
  })
}

const memberOf = (staff: readonly Entry<StaffMember>[], id: string) =>
  staff.find(({ located }) => located.written(['id']) === id)

function notOnStaff(
  located: Located,
  key: string,
  found: string,
  staff: readonly Entry<StaffMember>[],
): Finding {
  const suggestion = didYouMean(
    found,
    staff.map(entry => entry.located.written(['id'])),
  )
  return {
    problem: problemAt(located.file, located.placeOf([key]), 'spoc-unknown', { key, found, suggestion }),
  }
}

function themeProblems({ located, sound }: Entry<Commune>, competences: readonly string[]): Finding[] {
  return (sound?.agreement.themes ?? []).flatMap((theme, index) =>
    competences.length === 0 || competences.includes(theme)
      ? []
      : [{ problem: notAllowed(located, ['agreement', 'themes', index], competences) }],
  )
}

function mandateProblems(
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
function mandatesTwice(entries: readonly Entry<MandateHolder>[]): Finding[] {
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
function communesWithoutHolder({ communes, mandateHolders }: Entries, today: string): Finding[] {
  if (mandateHolders.length === 0) return []
  const covered = new Set(
    mandateHolders.flatMap(({ located, sound }) => {
      if (!sound) return [located.written(['commune'])]
      return sound.email !== '' && heldOn(sound, today) ? [sound.commune] : []
    }),
  )
  return communes.flatMap(({ located, sound }) => {
    if (!sound || covered.has(sound.nis)) return []
    const values = { commune: sound.nis, name: sound.name.fr, date: today }
    return [{ problem: problemAt(located.file, located.placeOf(['nis']), 'commune-without-holder', values) }]
  })
}
