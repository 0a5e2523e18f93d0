import type { z } from 'zod'
import type { Language } from '../../model/language/language.js'
import { problemsOf } from '../../model/problem/located-issues.js'
import { bySeverity, capped, type Problem } from '../../model/problem/problem.js'
import { decodeText } from '../../model/problem/text-hygiene.js'
import { communeFrom } from '../../model/roster/commune.js'
import { communeEntry } from '../../model/roster/commune-entry.js'
import {
  holderColumns,
  type MandateHolder,
  mandateFrom,
  mandateLine,
  vacantLine,
} from '../../model/roster/recipient.js'
import type { Roster } from '../../model/roster/roster.js'
import { staffMember } from '../../model/staff/staff.js'
import { readYamlList } from '../problem/yaml-list.js'
import { crossChecks } from './checks.js'
import { collegeRows, notNeeded } from './college.js'
import type { Entries, Entry, Finding, RosterContext } from './entries.js'
import type { Grid } from './grid.js'
import { gridFromBytes } from './grid-from-bytes.js'
import { withoutRepeats } from './repeated.js'
import { NO_TABLE, readTable } from './table.js'
import type { Heading } from './table-columns.js'
import type { TableRow } from './table-rows.js'
import { type Understood, understand } from './understood.js'
import { competenceNames, vocabularyOf } from './vocabulary.js'

/** The bytes of each file; mandate holders also as a sheet's cells. Null for an unreadable file, whose absence the caller reports. */
export type RosterBytes = {
  communes: Uint8Array | null
  staff: Uint8Array | null
  mandateHolders: Uint8Array | Grid | null
}

/** How the list was read: its headings, and which values as which; `columns` are those it has, `rows` its lines. */
export type ListRead = {
  heading: Heading | null
  columns: string[]
  understood: Understood[]
  rows: TableRow[]
}

/** `counts`: the valid entries of each file, the vacant mandates among them, and the unusable lines. */
export type ParsedRoster = {
  roster: Roster
  list: ListRead
  problems: Problem[]
  warnings: Problem[]
  counts: Record<keyof Roster, number> & { vacant: number; unusable: number }
}

/**
 * Parses communes.yaml, mandate-holders.csv and staff.yaml (design §6) and checks them together. Returns all problems of the three files and all
 * valid entries: one bad line stops no other.
 */
export function parseRoster(bytes: RosterBytes, context: RosterContext): ParsedRoster {
  const { files, agency } = context
  const { languages } = agency
  const found: Problem[] = []
  const textIn = (name: 'communes' | 'staff') => textOf(bytes[name], files[name], found)
  const communes = listed(
    textIn('communes'),
    'communes',
    files.communes,
    communeEntry(languages),
    entry => communeFrom(entry, languages),
    found,
  )
  const staff = listed(textIn('staff'), 'staff', files.staff, staffMember(languages), member => member, found)
  const given = bytes.mandateHolders
  const grid = given instanceof Uint8Array ? gridFromBytes(given, files.mandateHolders) : given
  const { college, isIncoming = college !== undefined } = context
  const isCollege = college ? { notNeeded: notNeeded(languages), readsTitles: true } : {}
  const wishes = { isIncoming, agency, ...isCollege }
  const table = grid === null ? NO_TABLE : readTable(grid, files.mandateHolders, wishes)
  const vocabulary = vocabularyOf(
    communes.flatMap(({ sound }) => sound ?? []),
    competenceNames(context.competences, context.names?.competences),
    agency,
  )
  const { rows: read, understood } = understand(table.rows, vocabulary)
  const own = college ? collegeRows(read, table.rows, college, agency) : { rows: read, problems: [] }
  const { rows } = own
  found.push(...table.problems, ...own.problems)
  const entries: Entries = { communes, staff, mandateHolders: mandates(rows, languages, found) }
  const findings = crossChecks(entries, context)
  found.push(...findings.map(({ problem }) => problem))
  const { problems, warnings } = bySeverity(withoutRepeats(found, files.mandateHolders, table.rows.length))
  const roster = withoutUnusable(entries, findings)
  const lines = communes.length + rows.length + staff.length + table.unreadable
  const counts = {
    communes: roster.communes.length,
    mandateHolders: roster.mandateHolders.length,
    staff: roster.staff.length,
    vacant: roster.mandateHolders.filter(({ email }) => email === '').length,
    unusable: lines - roster.communes.length - roster.mandateHolders.length - roster.staff.length,
  }
  const list = { heading: table.heading, columns: table.columns, understood, rows }
  return { roster, list, problems: capped(problems, 1000), warnings: capped(warnings, 1000), counts }
}

function textOf(bytes: Uint8Array | null, file: string, found: Problem[]): string | null {
  if (bytes === null) return null
  const { text, problems } = decodeText(bytes, file)
  found.push(...problems)
  return text
}

function listed<S extends z.ZodType, T>(
  text: string | null,
  key: string,
  file: string,
  schema: S,
  finish: (entry: z.output<S>) => T,
  found: Problem[],
): Entry<T>[] {
  if (text === null) return []
  const { items, problems } = readYamlList(text, key, file)
  found.push(...problems)
  return items.map(located => {
    const mistakes = problemsOf(schema, located)
    found.push(...mistakes)
    return { located, sound: mistakes.length > 0 ? null : finish(schema.parse(located.value)) }
  })
}

function mandates(
  rows: readonly TableRow[],
  languages: readonly Language[],
  found: Problem[],
): Entry<MandateHolder>[] {
  const [held, vacant, columns] = [mandateLine(languages), vacantLine(languages), holderColumns(languages)]
  return rows.map(({ located, faults }) => {
    const cells = located.value as Record<string, unknown>
    const schema = columns.every(column => !cells[column]) ? vacant : held
    const parsed = schema.safeParse(cells)
    const isFaulty = ({ line, column }: Problem) =>
      faults.some(fault => fault.line === line && fault.column === column)
    // A missing column was reported once, not on every line.
    const mistakes = problemsOf(schema, located).filter(
      one => !isFaulty(one) && (one.code !== 'key-missing' || Object.hasOwn(cells, one.values.key)),
    )
    found.push(...faults, ...mistakes)
    return {
      located,
      sound: parsed.success && faults.length === 0 ? mandateFrom(parsed.data, languages) : null,
    }
  })
}

function withoutUnusable(entries: Entries, findings: readonly Finding[]): Roster {
  const unusable = new Set<unknown>(findings.map(({ unusable: entry }) => entry))
  const usable = <T>(list: Entry<T>[]): T[] =>
    list.flatMap(entry => (entry.sound !== null && !unusable.has(entry) ? [entry.sound] : []))
  return {
    communes: usable(entries.communes),
    mandateHolders: usable(entries.mandateHolders),
    staff: usable(entries.staff),
  }
}
