import type { Agency } from '../../model/agency/agency.js'
import type { NameList } from '../../model/language/names.js'
import { type Located, namingAt, notAllowed, offered, type Path } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { dateDoubts } from '../../model/updates/date-doubts.js'
import { bilingualWarnings } from '../../model/updates/languages.js'
import type { FrontMatter } from '../../model/updates/update.js'
import type { LabelledList } from '../../model/updates/update-fields.js'
import { cutTexts } from './cut-texts.js'
import { eventProblems } from './event-times.js'

/** The values that an update may refer to; an empty list is not checked. `communes` are NIS codes; `names` are editors' names for codes. */
export type Known = {
  agency: Agency
  topics: readonly string[]
  competences: readonly string[]
  communes: readonly string[]
  names?: Partial<Record<LabelledList, NameList>>
  /** The ISO date against which dates are past or far ahead; unset: no check. */
  today?: string
  /** The time zone of local times; unset: every time exists once. */
  timeZone?: string
}

/** The names of a field's values; null where only codes exist, or where it isn't a list. */
export function namesOf(
  values: NameList | LabelledList | undefined,
  { agency, names }: Pick<Known, 'agency' | 'names'>,
): NameList | null {
  if (typeof values !== 'string') return values ?? null
  return values === 'levels' || values === 'roles' ? agency[values] : (names?.[values] ?? null)
}

type Sound = Partial<FrontMatter>

/** Checks of valid keys against one another and against existing values. */
export function updateChecks(sound: Sound, located: Located, known: Known): Problem[] {
  return [
    ...unknownNames(sound, located, known),
    ...crossedDates(sound, located),
    ...deadlineOutside(sound, located),
    ...amountProblems(sound, located),
    ...eventProblems(sound, located, known.timeZone),
    ...doubtfulDates(sound, located, known.today),
    ...cutTexts(located, known.agency.languages),
    ...bilingualWarnings(located),
  ]
}

function unknownNames({ topic }: Sound, located: Located, known: Known): Problem[] {
  const problems: Problem[] = []
  if (topic && isUnknown(topic, known.topics)) problems.push(notAllowed(located, ['topic'], known.topics))
  concerned('competences', located).forEach((competence, index) => {
    if (!isUnknown(competence, known.competences)) return
    problems.push(notAllowed(located, ['concerns', 'competences', index], known.competences))
  })
  concerned('communes', located).forEach((found, index) => {
    if (!isUnknown(found, known.communes)) return
    problems.push(communeUnknown(found, ['concerns', 'communes', index], located, known))
  })
  return problems
}

/** One list of `concerns` if its items are texts, even when the other list is wrong. */
function concerned(list: 'competences' | 'communes', { value }: Located): readonly string[] {
  const { concerns } = (value ?? {}) as Record<string, unknown>
  if (typeof concerns !== 'object' || concerns === null) return []
  const items = (concerns as Record<string, unknown>)[list]
  return Array.isArray(items) && items.every(item => typeof item === 'string') ? items : []
}

function communeUnknown(found: string, path: Path, located: Located, { communes }: Known): Problem {
  const place = located.placeOf(path)
  const list = located.words?.valuesAt(path)
  const values = { ...namingAt(located, path), found }
  if (!list) return problemAt(located.file, place, 'commune-unknown', values)
  return problemAt(located.file, place, 'commune-misnamed', { ...values, ...offered(found, communes, list) })
}

function isUnknown(name: string, known: readonly string[]): boolean {
  return known.length > 0 && name.trim() !== '' && !known.includes(name.trim())
}

function crossedDates({ from, until }: Sound, located: Located): Problem[] {
  if (!from || !until || until >= from) return []
  const other = namingAt(located, ['from']).key
  const values = { ...namingAt(located, ['until']), found: until, other, otherFound: from }
  return [problemAt(located.file, located.placeOf(['until']), 'dates-crossed', values)]
}

function doubtfulDates(sound: Sound, located: Located, today: string | undefined): Problem[] {
  if (!today) return []
  return dateDoubts(sound, today).map(({ path, code, values }) =>
    problemAt(located.file, located.placeOf(path), code, { ...values, called: namingAt(located, path).key }),
  )
}

/** A deadline before or after the measure is possible but mostly a slip. */
function deadlineOutside({ from, until, deadline }: Sound, located: Located): Problem[] {
  if (!deadline) return []
  const place = located.placeOf(['deadline'])
  const warn = (other: string, otherFound: string) =>
    problemAt(located.file, place, 'deadline-outside', {
      ...namingAt(located, ['deadline']),
      found: deadline,
      other: namingAt(located, [other]).key,
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
    return [problemAt(file, place, 'amount-empty', namingAt(located, ['amount']))]
  if (amount.min === null || amount.max === null || amount.min <= amount.max) return []
  const keyOf = (part: string) => namingAt(located, ['amount', part]).key
  const [min, max] = [String(amount.min), String(amount.max)]
  const values = { min, max, minKey: keyOf('min'), maxKey: keyOf('max') }
  return [problemAt(file, located.placeOf(['amount', 'min']), 'amount-crossed', values)]
}
