import type { Agency } from '../../model/agency/agency.js'
import type { NameList } from '../../model/language/names.js'
import type { Located } from '../../model/problem/located.js'
import type { Problem } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import type { College, Roster } from '../../model/roster/roster.js'
import type { StaffMember } from '../../model/staff/staff.js'

/** An entry of a roster file: where it stands and, when it is sound, what it says. */
export type Entry<T> = { located: Located; sound: T | null }

export type Entries = {
  communes: Entry<Commune>[]
  mandateHolders: Entry<MandateHolder>[]
  staff: Entry<StaffMember>[]
}

export type RosterContext = {
  /** The names that problems carry, `recipients/communes.yaml`. */
  files: Record<keyof Roster, string>
  /** Unset: Brussels. */
  agency?: Agency
  /** Those that exist; an empty list is not checked. */
  competences: readonly string[]
  /** What they are called. */
  names?: { competences: NameList }
  /** ISO date: on this day somebody must be reachable in each commune. */
  today: string
  /** Set: the list of mandate holders is this commune's college alone. */
  college?: College
  /** The list is from elsewhere, and not mandate-holders.csv itself. */
  isIncoming?: boolean
}

/** A problem that shows when entries are held against one another; `unusable` is the entry that it rules out. */
export type Finding = { problem: Problem; unusable?: Entry<unknown> }
