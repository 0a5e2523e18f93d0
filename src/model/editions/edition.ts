import type { Branding } from '../agency/branding.js'
import type { Language, Localized, Reading } from '../language/language.js'
import type { Commune } from '../roster/commune.js'
import type { Spoc } from '../staff/staff.js'
import type { FieldChange } from '../updates/field-changes.js'
import type { Update } from '../updates/update.js'
import type { Office } from './audience.js'
import type { Ending } from './ending.js'

export type EditionKind = 'regular' | 'flash' | 'erratum'

/** What stopped the edition: a person, sender refusals by mail servers, or a ledger or clock that may be wrong. */
export type StopCause = 'person' | 'refusal' | 'gone-back' | 'clock'

/** The section of an update, by what the last sent edition carried of it. */
export const SECTIONS = ['new', 'changed', 'withdrawn', 'standing'] as const
export type Section = (typeof SECTIONS)[number]

export type EditionItem = {
  update: Update
  revision: number
  section: Section
  changes: FieldChange[]
  /** For a changed update that is over on the edition's day. */
  ended?: Ending
}

/** Why an edition leaves out an update that no edition has told. */
export type LeftOutReason = 'over-before-first' | 'withdrawn-before-first' | 'over-since'
/** An update that an edition leaves out; `day`: its last day, an ISO date. */
export type LeftOut = { update: Update; reason: LeftOutReason; day: string | null }

/** Handlebars sources, compiled once per edition, by the mail's first language. */
export type CompiledTemplates = Record<Language, { html: string; text: string; subject: string }>

/** The whole text of a frozen edition, the same for all readers. Its SHA-256 goes into the edition's hash. */
export type EditionContent = {
  edition: string
  kind: EditionKind
  /** ISO week: Monday and Sunday as ISO dates. */
  week: { year: number; number: number; monday: string; sunday: string }
  /** The day of the send slot, an ISO date in the agency's time zone. */
  date: string
  /** Instant, ISO 8601 with offset. Only in editions frozen before equal drafts had equal hashes (decision 28). */
  cutOff?: string
  items: EditionItem[]
  house: Branding
  strings: Record<Language, Strings>
  /** In the order of the agency. Absent: in the order of their codes. */
  languages?: Language[]
  templates: CompiledTemplates
  communes: Commune[]
  /** Keyed by the commune's NIS code. */
  spocs: Record<string, Spoc>
  /** For an erratum: the edition that it corrects, and what was wrong. */
  erratum?: { corrects: string; reason: Localized }
  /** NIS codes of a flash for some communes, or of its erratum. Absent: for all. */
  onlyFor?: string[]
  /** The time zone of the updates' local times. */
  timeZone?: string
  /** The sending address, which a calendar file names as organizer. */
  sender?: string
  /** The unguessable address of the web version, without the language. Absent: nobody could reach it. */
  web?: { address: string }
  /** For a flash: the week's edition if it was sent; mail clients show both in one thread. */
  follows?: string
  /** Updates that lack a language, and who let each through; approvers see it. Absent: none. */
  letThrough?: { update: string; missing: Language; by: string; at: string; reason: string }[]
}

/** The languages of an edition's mails, in the order of the agency. */
export const languagesOf = ({
  languages,
  strings,
}: Pick<EditionContent, 'languages' | 'strings'>): Language[] => languages ?? Object.keys(strings).sort()

/** A file of templates/locales: nested keys, the same in each language. */
export type Strings = { [key: string]: string | Strings }

/** The fields of an addressee that decide what a mail shows. */
export type Reader = {
  languages: Reading
  role: 'mayor' | 'alderman'
  competences: string[]
  /** NIS code. */
  commune: string
  salutation: Localized
  acting?: boolean
  /** The person's further offices; missing where there is none. */
  also?: Office[]
}

export type RenderedMail = { subject: string; html: string; text: string }
