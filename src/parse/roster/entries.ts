import type { Agency } from '../../model/agency/agency.js'
import type { NameList } from '../../model/language/names.js'
import type { Located } from '../../model/problem/located.js'
import type { Problem } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import type { College, Roster } from '../../model/roster/roster.js'
import type { StaffMember } from '../../model/staff/staff.js'

/** An entry of a roster file: its place and, if valid, its value. */
export type Entry<T> = { located: Located; sound: T | null }

export type Entries = {
  communes: Entry<Commune>[]
  mandateHolders: Entry<MandateHolder>[]
  staff: Entry<StaffMember>[]
}

export type RosterContext = {
  /** File names in problems: `recipients/communes.yaml`. */
  files: Record<keyof Roster, string>
  agency: Agency
  /** The existing competences; an empty list is not checked. */
  competences: readonly string[]
  /** What they are called. */
  names?: { competences: NameList }
  /** ISO date on which each commune must have a reachable official. */
  today: string
  /** Set: the list holds only this commune's college. */
  college?: College
  /** The list is not mandate-holders.csv itself. */
  isIncoming?: boolean
}

/** A problem between entries; `unusable` is the entry that it excludes. */
export type Finding = { problem: Problem; unusable?: Entry<unknown> }
