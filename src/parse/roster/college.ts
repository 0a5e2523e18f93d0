import type { Agency } from '../../model/agency/agency.js'
import type { Language } from '../../model/language/language.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import { personKey } from '../../model/roster/person.js'
import { type MandateHolder, salutationColumn } from '../../model/roster/recipient.js'
import type { College } from '../../model/roster/roster.js'
import { withKnown } from './college-lines-known.js'
import { type Cells, matches, textOf } from './college-matches.js'
import { newMandateId } from './mandate-id.js'
import { roleMeant } from './role-meant.js'
import { manOrWoman, salutationFor } from './salutation.js'
import type { TableRow } from './table-rows.js'

/** Columns that a single commune's list may lack: the roster knows them, or they follow from the rest. */
export const notNeeded = (languages: readonly Language[]): string[] => [
  ...['id', 'commune', 'acting', 'competences'],
  ...languages.map(salutationColumn),
  ...['languages', 'since', 'until'],
]

/**
 * The lines of a town hall's college, completed. Holders who stay keep id, languages, salutations and first day. New ones get an id, begin today, and
 * are addressed by role. `written`: the original lines.
 */
export function collegeRows(
  rows: readonly TableRow[],
  written: readonly TableRow[],
  college: College,
  agency: Agency,
): { rows: TableRow[]; problems: Problem[] } {
  const { languages } = agency
  const problems = strangers(rows, college)
  const own = rows.flatMap((row, index) =>
    isOwn(row, college) ? [{ row, said: (written[index]?.located.value ?? {}) as Cells }] : [],
  )
  const known = matches(
    own.map(({ row }) => row),
    college,
  )
  const taken = new Set(college.known.map(({ id }) => id))
  const tellsWomen = own.some(({ said }) => manOrWoman([textOf(said, 'role')], true, agency) === 'woman')
  const wordsOn = wordsByPerson(own)
  const neutral: Located[] = []
  const unread: Located[] = []
  const filled = own.map(({ row, said }, index) => {
    const cells = row.located.value as Cells
    const was = known[index] ?? null
    const value = withKnown(cells, was, college, languages)
    if (roleMeant(textOf(said, 'role'), agency)?.isActing && textOf(said, 'acting') === '')
      value.acting = 'yes'
    if (textOf(value, 'id') === '') value.id = newMandateId(value, college, taken)
    taken.add(String(value.id))
    if (textOf(value, 'name') !== '') {
      const person = manOrWoman(wordsOn.get(personKeyOf(value)) ?? [], tellsWomen, agency)
      if (address(value, was, person, agency)) neutral.push(row.located)
      if (textOf(value, 'languages') === '') {
        value.languages = was?.languages ?? languages.join('+')
        if (!was) unread.push(row.located)
      }
    }
    return withValue(row, value)
  })
  return {
    rows: filled,
    problems: [
      ...problems,
      ...assumed(neutral, 'salutation-neutral'),
      ...assumed(unread, 'languages-assumed'),
    ],
  }
}

const personKeyOf = (cells: Cells) =>
  personKey({ name: textOf(cells, 'name'), email: textOf(cells, 'email') })

/** The words about each person on all their lines: one office's line may say more than another's. */
function wordsByPerson(own: readonly { row: TableRow; said: Cells }[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const { row, said } of own) {
    const key = personKeyOf(row.located.value as Cells)
    const known = found.get(key) ?? []
    known.push(textOf(said, 'role'), textOf(said, 'name'), textOf(said, 'title'))
    found.set(key, known)
  }
  return found
}

const isOwn = ({ located }: TableRow, { nis }: College) => {
  const commune = located.written(['commune'])
  return commune === '' || commune === nis
}

/** Lines of other communes; one problem for all. */
function strangers(rows: readonly TableRow[], college: College): Problem[] {
  const others = rows.filter(row => !isOwn(row, college))
  const [first] = others
  if (!first) return []
  const { located } = first
  const values = { found: located.written(['commune']), commune: college.nis, name: college.name }
  const problem = problemAt(located.file, located.placeOf(['commune']), 'commune-other', values)
  return [{ ...problem, ...(others.length > 1 ? { more: others.length - 1 } : {}) }]
}

/** One warning for all lines. */
function assumed(lines: readonly Located[], code: 'salutation-neutral' | 'languages-assumed'): Problem[] {
  const [first] = lines
  if (!first) return []
  const values = { name: first.written(['name']) }
  const problem = problemAt(first.file, first.placeOf(['name']), code, values)
  return [{ ...problem, ...(lines.length > 1 ? { more: lines.length - 1 } : {}) }]
}

/** Fills missing salutations; returns whether they had to be neutral. */
function address(
  value: Cells,
  was: MandateHolder | null,
  person: 'woman' | 'man' | null,
  agency: Agency,
): boolean {
  const isActing = value.acting === 'yes'
  const leftOut = agency.languages.filter(language => textOf(value, salutationColumn(language)) === '')
  if (leftOut.length === 0) return false
  const isKept = was !== null && was.name !== '' && was.acting === isActing
  const made = isKept
    ? was.salutation
    : salutationFor(agency, { role: textOf(value, 'role'), isActing, person })
  for (const language of leftOut) value[salutationColumn(language)] = made[language] ?? ''
  return !isKept && person === null
}

function withValue(row: TableRow, value: Cells): TableRow {
  const written = (path: Path) => {
    const [key, index] = path
    const cell = value[String(key)]
    if (Array.isArray(cell)) return typeof index === 'number' ? String(cell[index] ?? '') : cell.join(' ')
    return String(cell ?? '')
  }
  return { ...row, located: { ...row.located, value, written } }
}
