import type { House } from '../agency/branding.js'
import type { Language, Localized, Reading } from '../language/language.js'
import type { Commune } from '../roster/commune.js'
import type { Spoc } from '../staff/staff.js'
import type { FieldChange } from '../updates/field-changes.js'
import type { Update } from '../updates/update.js'
import type { Office } from './audience.js'
import type { Ending } from './ending.js'

export type EditionKind = 'regular' | 'flash' | 'erratum'

/** Who or what stopped it: a person of the staff, a mail server that refuses ourselves, or a ledger that may be older than what was sent. */
export type StopCause = 'person' | 'refusal' | 'gone-back' | 'clock'

/** Where an update stands in an edition, against what the last sent edition of it carried. */
export const SECTIONS = ['new', 'changed', 'withdrawn', 'standing'] as const
export type Section = (typeof SECTIONS)[number]

export type EditionItem = {
  update: Update
  revision: number
  section: Section
  changes: FieldChange[]
  /** A changed one that is over on the edition's day. */
  ended?: Ending
}

/** Why an update of the drop folder is not in an edition although none has told it. */
export type LeftOutReason = 'over-before-first' | 'withdrawn-before-first' | 'over-since'
/** An update that an edition leaves out; `day`: its last one, ISO date. */
export type LeftOut = { update: Update; reason: LeftOutReason; day: string | null }

/** Compiled once per edition: Handlebars sources, by the language that comes first in the mail. */
export type CompiledTemplates = Record<Language, { html: string; text: string; subject: string }>

/** All that a frozen edition says, the same for all who read it. Its SHA-256 goes into the edition's hash. */
export type EditionContent = {
  edition: string
  kind: EditionKind
  /** ISO week: Monday and Sunday as ISO dates. */
  week: { year: number; number: number; monday: string; sunday: string }
  /** The day of the send slot, ISO date in the house's time zone. */
  date: string
  /** Instant, ISO 8601 with offset: only in what was frozen before equal drafts had equal hashes (decision 28). */
  cutOff?: string
  items: EditionItem[]
  house: House
  strings: Record<Language, Strings>
  /** In the order of the agency. Absent: in the order of their codes. */
  languages?: Language[]
  templates: CompiledTemplates
  communes: Commune[]
  /** By NIS code of the commune. */
  spocs: Record<string, Spoc>
  /** An erratum: the edition that it corrects, and what was wrong there. */
  erratum?: { corrects: string; reason: Localized }
  /** A flash for some communes, or the correction of one: their NIS codes. Absent: for all. */
  onlyFor?: string[]
  /** In which the local times of the updates are. */
  timeZone?: string
  /** The address that it comes from, which a calendar file names as the organizer. */
  sender?: string
  /** Where the web version is: an address that can't be guessed, without the language. Absent: nobody could reach it. */
  web?: { address: string }
  /** A flash: the week's edition, when it had been sent already; a mail client shows them together. */
  follows?: string
  /** Its updates that lack a language, and who let each through, for whoever signs. Absent: none does. */
  letThrough?: { update: string; missing: Language; by: string; at: string; reason: string }[]
}

/** The languages of an edition's mails, in the order of the agency. */
export const languagesOf = ({
  languages,
  strings,
}: Pick<EditionContent, 'languages' | 'strings'>): Language[] => languages ?? Object.keys(strings).sort()

/** A file of templates/locales: nested keys, the same in each language. */
export type Strings = { [key: string]: string | Strings }

/** The part of an addressee that decides what a mail shows. */
export type Reader = {
  languages: Reading
  role: 'mayor' | 'alderman'
  competences: string[]
  /** NIS code. */
  commune: string
  salutation: Localized
  acting?: boolean
  /** The further offices of the same person; missing where there is none. */
  also?: Office[]
}

export type RenderedMail = { subject: string; html: string; text: string }
