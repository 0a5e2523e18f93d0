import { inLanguage } from '../../model/language/language.js'
import { type Located, notAllowed } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import { heldOn, type MandateHolder } from '../../model/roster/recipient.js'
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

export function lineOf({ located }: Entry<unknown>): number {
  return located.placeOf([]).line
}

/** Leaves out communes whose only lines have mistakes: those must be corrected first. */
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
