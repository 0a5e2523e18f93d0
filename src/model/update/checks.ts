import type { NameList } from '../names.js'
import { type Located, notAllowed, type Path } from '../problem/located.js'
import { type Place, type Problem, problemAt } from '../problem/problem.js'
import type { FrontMatter } from './update.js'
import type { LabelledList } from './vocabulary.js'

/** What an update may refer to; an empty list is not checked. `communes` are NIS codes; `names` what editors may call them. */
export type Known = {
  topics: readonly string[]
  competences: readonly string[]
  communes: readonly string[]
  names?: Partial<Record<LabelledList, NameList>>
}

type Sound = Partial<FrontMatter>

/** What only shows when keys are held against one another, or against what exists; over the keys that are sound. */
export function updateChecks(sound: Sound, located: Located, known: Known): Problem[] {
  return [
    ...unknownNames(sound, located, known),
    ...crossedDates(sound, located),
    ...deadlineOutside(sound, located),
    ...amountProblems(sound, located),
  ]
}

function unknownNames({ topic, concerns }: Sound, located: Located, known: Known): Problem[] {
  const problems: Problem[] = []
  if (topic && isUnknown(topic, known.topics)) problems.push(notAllowed(located, ['topic'], known.topics))
  concerns?.competences.forEach((competence, index) => {
    if (!isUnknown(competence, known.competences)) return
    problems.push(notAllowed(located, ['concerns', 'competences', index], known.competences))
  })
  concerns?.communes.forEach((found, index) => {
    if (!isUnknown(found, known.communes)) return
    const place = located.placeOf(['concerns', 'communes', index])
    problems.push(problemAt(located.file, place, 'commune-unknown', { key: 'concerns.communes', found }))
  })
  return problems
}

function isUnknown(name: string, known: readonly string[]): boolean {
  return known.length > 0 && !known.includes(name)
}

function crossedDates({ from, until, event }: Sound, located: Located): Problem[] {
  const pairs: [Path, string | null | undefined, Path, string | null | undefined][] = [
    [['until'], until, ['from'], from],
    [['event', 'end'], event?.end, ['event', 'start'], event?.start],
  ]
  return pairs.flatMap(([path, found, otherPath, otherFound]) => {
    if (!found || !otherFound || found >= otherFound) return []
    const values = { key: path.join('.'), found, other: otherPath.join('.'), otherFound }
    return [problemAt(located.file, located.placeOf(path), 'dates-crossed', values)]
  })
}

/** Applying before the measure begins, or after it ends, is possible but mostly a slip. */
function deadlineOutside({ from, until, deadline }: Sound, located: Located): Problem[] {
  if (!deadline) return []
  const place = located.placeOf(['deadline'])
  const warn = (other: string, otherFound: string) =>
    problemAt(located.file, place, 'deadline-outside', {
      key: 'deadline',
      found: deadline,
      other,
      otherFound,
    })
  if (from && deadline < from) return [warn('from', from)]
  return until && deadline > until ? [warn('until', until)] : []
}

function amountProblems({ amount }: Sound, located: Located): Problem[] {
  if (!amount) return []
  const { file } = located
  const place: Place = located.placeOf(['amount'])
  if (amount.min === null && amount.max === null)
    return [problemAt(file, place, 'amount-empty', { key: 'amount' })]
  if (amount.min === null || amount.max === null || amount.min <= amount.max) return []
  const values = { min: String(amount.min), max: String(amount.max) }
  return [problemAt(file, located.placeOf(['amount', 'min']), 'amount-crossed', values)]
}
