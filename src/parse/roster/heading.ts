import { nearestBare } from '../../model/language/did-you-mean.js'
import { bareName } from '../../model/language/names.js'
import type { MandateColumn } from '../../model/roster/recipient.js'
import { COLUMNS, type PartColumn } from './heading-names.js'

/** Our own column names, where a French or Dutch one means exactly one missing column; else unchanged. */
export function ownColumns(heads: readonly string[]): string[] {
  const meant = heads.map(columnMeant)
  const times = new Map<string, number>()
  for (const column of meant) if (column) times.set(column, (times.get(column) ?? 0) + 1)
  return heads.map((head, index) => {
    const column = meant[index]
    if (!column) return head
    return times.get(column) === 1 || head.toLowerCase() === column ? column : head
  })
}

/**
 * The same for a list from elsewhere. « Nom » beside one « Prénom » is half a name and becomes `name`. `parts`: the other half and salutations, by
 * index. A whole name beside both is the name.
 */
export function incomingColumns(heads: readonly string[]): {
  names: string[]
  parts: Map<number, PartColumn>
} {
  const names = ownColumns(heads)
  const said = heads.map(head => meantBy(head, PARTS))
  const parts = new Map<number, PartColumn>()
  const those = (part: PartColumn | 'last_name') =>
    heads.flatMap((_, index) => (said[index] === part ? [index] : []))
  const whole = heads.flatMap((head, index) =>
    columnMeant(head) === 'name' && said[index] !== 'last_name' ? [index] : [],
  )
  const [first, last, title] = [those('first_name'), those('last_name'), those('title')]
  if (title.length === 1) parts.set(title[0] ?? -1, 'title')
  if (whole.length === 1 && first.length > 0) {
    for (const index of last) names[index] = heads[index] ?? ''
    names[whole[0] ?? -1] = 'name'
  } else if (whole.length === 0 && first.length === 1 && last.length === 1) {
    parts.set(first[0] ?? -1, 'first_name')
    names[last[0] ?? -1] = 'name'
  }
  return { names, parts }
}

/** Shorter headings resemble anything. */
const SPELLED_LETTERS = 4

/** The missing column that an unknown heading misspells, halves or names together with another; else null. */
export function columnNear(head: string, absent: readonly MandateColumn[]): MandateColumn | null {
  const meant = columnMeant(head) ?? (meantBy(head, PARTS) === 'last_name' ? 'name' : null)
  if (meant) return absent.includes(meant) ? meant : null
  const bare = bareName(head)
  if (bare.length < SPELLED_LETTERS || OTHERS.has(bare)) return null
  const names = [...COLUMNS].flatMap(([name, column]) => (absent.includes(column) ? [name] : []))
  return COLUMNS.get(nearestBare(bare, names) ?? '') ?? null
}

/** The number of our columns that a line's cells name; half a name counts as one. */
export function columnsNamed(cells: readonly string[]): number {
  return new Set(
    cells.slice(0, WIDEST).flatMap(cell => {
      const isHalf = ['first_name', 'last_name'].includes(meantBy(cell, PARTS) ?? '')
      return columnMeant(cell) ?? (isHalf ? 'name' : [])
    }),
  ).size
}

/** More columns than any list has. */
const WIDEST = 200

/** `Gemeente`, `Commune / Gemeente`, `E-mail (courriel)`, `Jusqu’au *`. */
const columnMeant = (head: string) => meantBy(head, COLUMNS)

function meantBy<T>(head: string, names: ReadonlyMap<string, T>): T | null {
  const whole = names.get(bareName(head))
  if (whole) return whole
  const parts = head
    .slice(0, 100)
    .split(/[/|()\n]| [-–—] /)
    .filter(part => part.trim() !== '')
  const [first = '', ...others] = parts.map(part => names.get(bareName(part)))
  return parts.length > 1 && first && others.every(other => other === first) ? first : null
}

const PART_NAMES: Record<PartColumn | 'last_name', string[]> = {
  first_name: ['prenom', 'prenoms', 'voornaam', 'voornamen', 'roepnaam', 'firstname', 'givenname'],
  last_name: [
    ...['nom', 'naam', 'name', 'nomdefamille', 'patronyme', 'familienaam', 'achternaam', 'geslachtsnaam'],
    ...['lastname', 'surname', 'familyname'],
  ],
  title: [
    ...[
      'civilite',
      'civilites',
      'civ',
      'titredecivilite',
      'mmme',
      'mmem',
      'mrmme',
      'mmemr',
      'dhrmevr',
      'mevrdhr',
    ],
    ...['aanspreking', 'aanspreektitel', 'aanspreekvorm', 'aanspreekwijze', 'title'],
  ],
}

const PARTS = new Map(
  Object.entries(PART_NAMES).flatMap(([part, names]) =>
    names.map((name): [string, PartColumn | 'last_name'] => [name, part as PartColumn | 'last_name']),
  ),
)

/** Columns of town halls' sheets that resemble a name of ours but mean something else. */
const OTHERS = new Set([
  ...[
    'fractie',
    'adres',
    'adresse',
    'gemeentehuis',
    'gemeenteraad',
    'zaal',
    'actif',
    'actief',
    'totaal',
    'debat',
  ],
  ...['secretaire', 'secretaris', 'secretaresse', 'emailsecretariat', 'mailsecretariat', 'emailsecretariaat'],
  ...['courrielsecretariat', 'mailsecretariaat'],
])
