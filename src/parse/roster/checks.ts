import { notAllowed } from '../../model/problem/located.js'
import { problemAt } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { awayProblems, repeated } from './away-problems.js'
import type { Entries, Entry, Finding, RosterContext } from './entries.js'
import { communesWithoutHolder, mandateProblems } from './mandate-checks.js'
import { mandatesTwice } from './mandates-twice.js'
import { perhapsTwice } from './person-checks.js'
import { contactProblems, deputyProblems } from './staff-checks.js'

/** Checks the valid entries of the three files together; faults within an entry were reported before. */
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

/** The key as written, so that a line with another mistake still counts for its id. */
function idsTwice(entries: readonly Entry<unknown>[], key: 'id' | 'nis'): Finding[] {
  return repeated(entries, ({ located }) => located.written([key])).map(({ entry, first }) => {
    const { located } = entry
    const values = { id: located.written([key]), firstLine: first.located.placeOf([key]).line }
    return { problem: problemAt(located.file, located.placeOf([key]), 'id-twice', values), unusable: entry }
  })
}

function themeProblems({ located, sound }: Entry<Commune>, competences: readonly string[]): Finding[] {
  return (sound?.agreement.themes ?? []).flatMap((theme, index) =>
    competences.length === 0 || competences.includes(theme)
      ? []
      : [{ problem: notAllowed(located, ['agreement', 'themes', index], competences) }],
  )
}

/** Staff sign off by address, so each must be unique. */
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
