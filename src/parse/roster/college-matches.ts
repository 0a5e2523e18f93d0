import { looseName, nameKey } from '../../model/roster/person.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import type { College } from '../../model/roster/roster.js'
import { sameAddress } from '../../model/staff/email-address.js'
import type { TableRow } from './table-rows.js'

export type Cells = Record<string, unknown>
export const textOf = (cells: Cells, column: string) => String(cells[column] ?? '')

/** The roster's mandate that each line continues, each once; the most certain first. */
export function matches(rows: readonly TableRow[], { nis, known, today }: College): (MandateHolder | null)[] {
  const standing = known.filter(({ commune, until }) => commune === nis && (until === null || until >= today))
  const found: (MandateHolder | null)[] = rows.map(() => null)
  const used = new Set<MandateHolder>()
  for (const isSame of SURENESS)
    rows.forEach(({ located }, index) => {
      if (found[index]) return
      const cells = located.value as Cells
      const id = textOf(cells, 'id')
      if (id !== '' && isSame !== sameId) return
      const candidates = standing.filter(one => !used.has(one) && isSame(cells, one))
      // decision 56
      const best = candidates.find(one => sharesCompetence(cells, one)) ?? candidates[0]
      if (!best) return
      used.add(best)
      found[index] = best
    })
  return found
}

type IsSame = (cells: Cells, known: MandateHolder) => boolean
const sameId: IsSame = (cells, { id }) => textOf(cells, 'id') === id
const sameRole: IsSame = (cells, { role }) => textOf(cells, 'role') === role
const sameName: IsSame = (cells, { name }) => name !== '' && nameKey(textOf(cells, 'name')) === nameKey(name)

const sameMail: IsSame = (cells, { email }) => email !== '' && sameAddress(textOf(cells, 'email'), email)

/** A corrected spelling; a different name at an office's address is another person. */
const nearlyName: IsSame = (cells, { name }) =>
  name !== '' && looseName(textOf(cells, 'name')) === looseName(name)

const isVacancy: IsSame = (cells, known) =>
  known.name === '' && textOf(cells, 'name') === '' && textOf(cells, 'email') === ''

const sharesCompetence: IsSame = (cells, { competences }) => {
  const listed = (cells.competences ?? []) as string[]
  return listed.some(one => competences.includes(one)) || (listed.length === 0 && competences.length === 0)
}

const every =
  (...rules: IsSame[]): IsSame =>
  (cells, known) =>
    rules.every(rule => rule(cells, known))

const SURENESS: IsSame[] = [
  sameId,
  every(sameName, sameMail, sameRole),
  every(sameName, sameRole),
  every(nearlyName, sameMail, sameRole),
  every(isVacancy, sameRole, sharesCompetence),
]
