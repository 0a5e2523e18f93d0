import type { z } from 'zod'
import { type Located, problemsOf } from '../problem/located.js'
import { bySeverity, capped, type Problem } from '../problem/problem.js'
import { decodeText } from '../update/text-hygiene.js'
import { readYamlList } from '../update/yaml-list.js'
import { crossChecks, type Finding } from './checks.js'
import { type Commune, CommuneEntry, communeFrom } from './commune.js'
import { readTable, type Table } from './csv.js'
import {
  HOLDER_COLUMNS,
  MANDATE_COLUMNS,
  type MandateHolder,
  MandateLine,
  mandateFrom,
  PHONE_COLUMNS,
  VacantLine,
} from './recipient.js'
import { StaffMember } from './staff.js'

/** Who governs the communes, and who at the agency follows them up. */
export type Roster = { communes: Commune[]; mandateHolders: MandateHolder[]; staff: StaffMember[] }

/** An entry of a roster file: where it stands and, when it is sound, what it says. */
export type Entry<T> = { located: Located; sound: T | null }
export type Entries = {
  communes: Entry<Commune>[]
  mandateHolders: Entry<MandateHolder>[]
  staff: Entry<StaffMember>[]
}

/** The bytes of each file; null for one that could not be read, whose absence is somebody else's problem to name. */
export type RosterBytes = Record<keyof Roster, Uint8Array | null>
export type RosterContext = {
  /** The names that problems carry, `recipients/communes.yaml`. */
  files: Record<keyof Roster, string>
  /** Those that exist; an empty list is not checked. */
  competences: readonly string[]
  /** ISO date: on this day somebody must be reachable in each commune. */
  today: string
}

/** `counts` are the sound entries of each file, of them the vacant mandates, and the lines that could not be used. */
export type ParsedRoster = {
  roster: Roster
  problems: Problem[]
  warnings: Problem[]
  counts: Record<keyof Roster, number> & { vacant: number; unusable: number }
}

/**
 * Reads communes.yaml, mandate-holders.csv and staff.yaml (design §6) and holds them against one another. Returns all
 * problems of the three files at once, and beside them the entries that are sound: one bad line stops no other.
 */
export function parseRoster(bytes: RosterBytes, context: RosterContext): ParsedRoster {
  const { files } = context
  const found: Problem[] = []
  const read = (name: keyof Roster) => textOf(bytes[name], files[name], found)
  const text = read('mandateHolders')
  const table =
    text === null ? NO_TABLE : readTable(text, files.mandateHolders, MANDATE_COLUMNS, PHONE_COLUMNS)
  found.push(...table.problems)
  const entries: Entries = {
    communes: listed(read('communes'), 'communes', files.communes, CommuneEntry, communeFrom, found),
    staff: listed(read('staff'), 'staff', files.staff, StaffMember, member => member, found),
    mandateHolders: mandates(table.rows, found),
  }
  const findings = crossChecks(entries, context)
  found.push(...findings.map(({ problem }) => problem))
  const { problems, warnings } = bySeverity(found)
  const roster = withoutUnusable(entries, findings)
  const { communes, mandateHolders, staff } = entries
  const lines = communes.length + mandateHolders.length + staff.length + table.unreadable
  const counts = {
    communes: roster.communes.length,
    mandateHolders: roster.mandateHolders.length,
    staff: roster.staff.length,
    vacant: roster.mandateHolders.filter(({ email }) => email === '').length,
    unusable: lines - roster.communes.length - roster.mandateHolders.length - roster.staff.length,
  }
  return { roster, problems: capped(problems, 1000), warnings: capped(warnings, 1000), counts }
}

const NO_TABLE: Table = { rows: [], problems: [], unreadable: 0 }

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

function mandates(rows: readonly Located[], found: Problem[]): Entry<MandateHolder>[] {
  return rows.map(located => {
    const cells = located.value as Record<string, string>
    const schema = HOLDER_COLUMNS.every(column => !cells[column]) ? VacantLine : MandateLine
    const parsed = schema.safeParse(cells)
    // A column that the file does not have was named once, not on every line.
    found.push(
      ...problemsOf(schema, located).filter(
        one => one.code !== 'key-missing' || Object.hasOwn(cells, one.values.key),
      ),
    )
    return { located, sound: parsed.success ? mandateFrom(parsed.data) : null }
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
