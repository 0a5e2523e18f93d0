import { Temporal } from 'temporal-polyfill'
import type { Language } from '../language/language.js'
import { phoneCell } from '../staff/phone-number.js'
import {
  columnsIn,
  heldOn,
  isPhoneColumn,
  type MandateColumn,
  type MandateHolder,
  type SalutationColumn,
  salutationColumn,
} from './recipient.js'

/** A mandate as a line of mandate-holders.csv: one text per column. */
export type MandateText = Record<MandateColumn, string>

export type RosterDifference = {
  added: MandateText[]
  changed: { id: string; fields: { field: MandateColumn; old: string; new: string }[] }[]
  removed: MandateText[]
  unchanged: number
  /** Ids where both name and address differ: deliveries and follow-ups of another person refer to them. */
  otherPerson: string[]
}

/** How a list differs from another, mandate by mandate; the order of lines doesn't matter. */
export function rosterDifference(
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
): RosterDifference {
  const [old, fresh] = [before, after].map(list => new Map(list.map(one => [one.id, mandateText(one)]))) as [
    Map<string, MandateText>,
    Map<string, MandateText>,
  ]
  const both = [...fresh].flatMap(([id, now]) => {
    const was = old.get(id)
    return was ? [{ id, was, now }] : []
  })
  const changed = both.flatMap(({ id, was, now }) => {
    const columns = Object.keys({ ...was, ...now }) as MandateColumn[]
    const fields = columns.filter(field => was[field] !== now[field])
    return fields.length > 0
      ? [{ id, fields: fields.map(field => ({ field, old: was[field] ?? '', new: now[field] ?? '' })) }]
      : []
  })
  return {
    added: [...fresh.values()].filter(({ id }) => !old.has(id)),
    changed,
    removed: [...old.values()].filter(({ id }) => !fresh.has(id)),
    unchanged: both.length - changed.length,
    otherPerson: both
      .filter(({ was, now }) => was.name !== now.name && was.email !== now.email && was.email && now.email)
      .map(({ id }) => id),
  }
}

/** Losing a larger share of the mandates suggests a wrong file rather than a new government. */
const SHRINK = 0.2

/** Whether the loss is so large that a person must confirm it. */
export function isShrink({ removed, changed, unchanged }: RosterDifference): boolean {
  const before = removed.length + changed.length + unchanged
  return before > 0 && removed.length / before > SHRINK
}

/** Communes (NIS) that had an addressee and have none in the new list, today or after a mandate's last day. */
export function communesLost(
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
  today: string,
): string[] {
  return lostFrom(before, after, today)
}

/** Communes (NIS) that lose their only mayor with an address, acting or not, today or after a mandate's last day. */
export function mayorsLost(
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
  today: string,
): string[] {
  const mayors = (list: readonly MandateHolder[]) => list.filter(({ role }) => role === 'mayor')
  return lostFrom(mayors(before), mayors(after), today)
}

function lostFrom(
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
  today: string,
): string[] {
  const [old, now] = [byCommune(before), byCommune(after)]
  const isHeld = (list: readonly MandateHolder[], day: string) => list.some(one => heldOn(one, day))
  return [...old]
    .filter(([nis, was]) => {
      const is = now.get(nis) ?? []
      return [today, ...daysAfter(is, today)].some(day => isHeld(was, day) && !isHeld(is, day))
    })
    .map(([nis]) => nis)
    .sort()
}

function byCommune(list: readonly MandateHolder[]): Map<string, MandateHolder[]> {
  const found = new Map<string, MandateHolder[]>()
  for (const one of list.filter(({ email }) => email !== ''))
    found.set(one.commune, [...(found.get(one.commune) ?? []), one])
  return found
}

/** The days after future last days, as ISO dates. */
const daysAfter = (list: readonly MandateHolder[], today: string) =>
  list.flatMap(({ until }) =>
    until !== null && until >= today ? [Temporal.PlainDate.from(until).add({ days: 1 }).toString()] : [],
  )

/**
 * The list as mandate-holders.csv. Known mandates keep their place and new ones follow those of their commune, so that version control shows only
 * changes. Phone columns exist only where a mandate has a number.
 */
export function mandatesCsv(
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
  languages: readonly Language[],
): string {
  const fresh = new Map(after.map(one => [one.id, one]))
  const lines = before.flatMap(({ id }) => fresh.get(id) ?? [])
  const known = new Set(lines.map(({ id }) => id))
  for (const one of after.filter(({ id }) => !known.has(id))) {
    const last = lines.findLastIndex(({ commune }) => commune === one.commune)
    lines.splice(last < 0 ? lines.length : last + 1, 0, one)
  }
  const hasPhones = [...before, ...after].some(({ phones }) => phones)
  const columns = columnsIn(languages).filter(column => hasPhones || !isPhoneColumn(column))
  const rows = lines.map(mandateText).map(text => columns.map(column => text[column] ?? ''))
  return `${[columns as string[], ...rows].map(row => row.map(quoted).join(';')).join('\n')}\n`
}

export const quoted = (cell: string) => (/[;"\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

/** A mandate as a line. */
export function mandateText(mandate: MandateHolder): MandateText {
  const { id, commune, role, acting, competences, name, salutation, languages, email } = mandate
  const { since, until, phones } = mandate
  return {
    id,
    commune,
    role,
    acting: acting ? 'yes' : 'no',
    competences: competences.join(' '),
    name,
    ...addressed(salutation),
    languages,
    email,
    since: since ?? '',
    until: until ?? '',
    phone: phones?.own ? phoneCell(phones.own) : '',
    phone_secretariat: phones?.secretariat ? phoneCell(phones.secretariat) : '',
  }
}

const addressed = (salutation: MandateHolder['salutation']): Record<SalutationColumn, string> =>
  Object.fromEntries(Object.entries(salutation).map(([language, text]) => [salutationColumn(language), text]))
