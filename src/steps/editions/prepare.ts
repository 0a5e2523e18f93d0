import type { House } from '../../model/agency/branding.js'
import {
  type Calendar,
  kindOf,
  localDay,
  sendSlotOf,
  weekOf,
  withOffset,
} from '../../model/calendar/calendar.js'
import type { Addressee, Audience, Exclusion } from '../../model/editions/audience.js'
import { coverage } from '../../model/editions/audience.js'
import type {
  CompiledTemplates,
  EditionContent,
  EditionItem,
  EditionKind,
  Reader,
  Section,
  Strings,
} from '../../model/editions/edition.js'
import { freeze } from '../../model/editions/freeze.js'
import type { EditionState } from '../../model/editions/state.js'
import type { Language } from '../../model/language/language.js'
import type { Problem } from '../../model/problem/problem.js'
import type { Commune } from '../../model/roster/commune.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import type { Spoc, StaffMember } from '../../model/staff/staff.js'
import { contentHash } from '../../model/updates/hash.js'
import type { LetThrough } from '../../model/updates/incomplete.js'
import { wayOfReading } from '../../present/mail/way.js'
import {
  type LeftOutFile,
  type Plan,
  type PlanPorts,
  planEdition,
  type Unplannable,
  type Wishes,
} from './plan-edition.js'

export type Roster = { communes: Commune[]; mandateHolders: MandateHolder[]; staff: StaffMember[] }
export type Templates = { house: House; strings: Record<Language, Strings>; templates: CompiledTemplates }

export type PreparePorts = PlanPorts & {
  /** Takes in what lies in the drop folder; returns the problems of what it would carry. */
  takeIn: () => Promise<{ problems: Problem[]; warnings: Problem[] }>
  roster: () => Promise<{ roster: Roster; problems: Problem[]; warnings: Problem[] }>
  /** Who let these contents through without one of their languages, by content hash. */
  letThrough: (hashes: string[]) => Promise<LetThrough[]>
  templates: () => Promise<Templates>
  /** Renders a mail; throws when it can't be rendered. */
  render: (content: EditionContent, reader: Reader) => Promise<void> | void
  keep: (freezing: {
    edition: string
    kind: EditionKind
    content: EditionContent
    audience: Audience
    frozen: ReturnType<typeof freeze>
    preparedBy: string | null
    now: Date
  }) => Promise<{ version: number } | { refused: EditionState }>
}

export type Prepared =
  | {
      kind: 'frozen'
      hash: string
      summary: Summary
      warnings: Problem[]
      gone: { id: string; file: string }[]
      leftOut: LeftOutFile[]
      /** The ids of those among the changed ones that are over. */
      ended: string[]
    }
  | { kind: 'problems'; problems: Problem[]; warnings: Problem[] }
  | { kind: 'refused'; state: EditionState; warnings: Problem[] }
  | { kind: 'unplannable'; why: Unplannable; warnings: Problem[] }

export type Summary = {
  updates: Record<Section, number>
  candidates: number
  addressees: number
  exclusions: { recipient: string; reason: string; standsFor?: string }[]
  communes: { covered: number; total: number; missing: string[] }
}

export type PrepareRequest = {
  edition: string
  preparedBy: string | null
  wishes: Wishes
  now: Date
  calendar: Calendar
  /** The address that it will come from. */
  sender?: string
  /** Where its web version will be; absent where nobody could reach it. */
  webAddress?: string | null
}

/**
 * Takes in what is there, composes the edition against what was carried before, and freezes it with its audience.
 * A problem in an update that it would carry, or in the roster, and nothing is frozen; nor is what was frozen already. Everything is rendered once for every
 * kind of reader, so that a mail which can't be made is found now and not among the mails that are leaving.
 */
export async function prepare(ports: PreparePorts, request: PrepareRequest): Promise<Prepared> {
  const taken = await ports.takeIn()
  const { roster, problems: rosterProblems, warnings: rosterWarnings } = await ports.roster()
  const problems = [...taken.problems, ...rosterProblems]
  const warnings = [...taken.warnings, ...rosterWarnings]
  const isRegular = kindOf(request.edition) === 'regular'
  if (rosterProblems.length > 0 || (isRegular && problems.length > 0))
    return { kind: 'problems', problems, warnings }

  const date = dateOf(request)
  const { edition, wishes } = request
  const plan = await planEdition(ports, { edition, date, roster, wishes })
  // Out of turn, somebody else's mistake elsewhere in the folder must not hold up what is urgent.
  const inTheWay = problems.filter(({ file }) => 'code' in plan || plan.files?.includes(file))
  if (inTheWay.length > 0) return { kind: 'problems', problems: inTheWay, warnings }
  if ('code' in plan) return { kind: 'unplannable', why: plan, warnings }
  warnings.push(...problems)
  const { items, audience, gone, leftOut } = plan
  const letThrough = await letThroughIn(items, ports, request.calendar.timeZone)
  const made = contentOf(request, date, plan, roster, await ports.templates())
  const content = letThrough.length > 0 ? { ...made, letThrough } : made
  for (const reader of kindsOfReader(content, audience)) await ports.render(content, reader)

  const frozen = freeze(content, audience)
  const { preparedBy, now } = request
  const kept = await ports.keep({ edition, kind: content.kind, content, audience, frozen, preparedBy, now })
  if ('refused' in kept) return { kind: 'refused', state: kept.refused, warnings }
  return {
    kind: 'frozen',
    hash: frozen.hash,
    summary: summaryOf(items, audience, roster.communes),
    warnings,
    gone,
    leftOut,
    ended: items.filter(({ ended }) => ended).map(({ update }) => update.id),
  }
}

/** A regular edition bears the day of its send slot; a flash or an erratum leaves as soon as it is signed. */
function dateOf({ edition, calendar, now }: PrepareRequest): string {
  const at = kindOf(edition) === 'regular' ? sendSlotOf(calendar, edition) : now
  return localDay(at, calendar.timeZone)
}

function contentOf(
  { edition, calendar, sender, webAddress }: PrepareRequest,
  date: string,
  { items, extra }: Plan,
  roster: Roster,
  { house, strings, templates }: Templates,
): EditionContent {
  const { communes, staff } = roster
  return {
    edition,
    kind: kindOf(edition),
    week: weekOf(edition),
    date,
    items,
    house,
    strings,
    templates,
    communes,
    spocs: Object.fromEntries(communes.map(commune => [commune.nis, spocOf(commune, staff)])),
    timeZone: calendar.timeZone,
    ...(sender ? { sender } : {}),
    ...(webAddress ? { web: { address: webAddress } } : {}),
    ...extra,
  }
}

/** Who let through what lacks a language: frozen with it, so that whoever signs sees it. */
async function letThroughIn(
  items: EditionItem[],
  ports: Pick<PreparePorts, 'letThrough'>,
  timeZone: string,
): Promise<NonNullable<EditionContent['letThrough']>> {
  const incomplete = items.filter(({ update }) => update.follows !== undefined)
  const found = await ports.letThrough(incomplete.map(({ update }) => contentHash(update)))
  return found
    .map(({ update, missing, by, reason, at }) => ({
      update,
      missing,
      by,
      at: withOffset(at, timeZone),
      reason,
    }))
    .sort((a, b) => (a.update < b.update ? -1 : 1))
}

/** The roster has been checked: every commune's SPOC is on the staff. */
function spocOf(commune: Commune, staff: StaffMember[]): Spoc {
  const member = staff.find(({ id }) => id === commune.spoc)
  if (!member)
    throw new Error(`commune ${commune.nis} names the SPOC "${commune.spoc}", who is not on the staff`)
  const { id, name, email, phone } = member
  return { id, name, email, phone }
}

/** One reader for each way in which the edition is read. */
export function kindsOfReader(content: EditionContent, audience: Audience): Reader[] {
  const kinds = new Map(
    audience.addressees.map(({ languages, role, competences, commune, salutation, acting, also }) => {
      const offices = also ? { acting, also } : {}
      const reader: Reader = { languages, role, competences, commune, salutation, ...offices }
      return [JSON.stringify([languages, role, competences, commune, offices]), reader]
    }),
  )
  const ways = new Map([...kinds.values()].map(reader => [wayOfReading(content, reader), reader]))
  return [...ways.values()]
}

export function summaryOf(
  items: Pick<EditionItem, 'section'>[],
  audience: {
    candidates: number
    addressees: Pick<Addressee, 'commune' | 'also'>[]
    exclusions: Pick<Exclusion, 'recipient' | 'reason' | 'standsFor'>[]
  },
  communes: Commune[],
): Summary {
  const count = (section: Section) => items.filter(item => item.section === section).length
  const { covered, missing } = coverage(
    communes.map(({ nis }) => nis),
    audience.addressees,
  )
  return {
    updates: {
      new: count('new'),
      changed: count('changed'),
      withdrawn: count('withdrawn'),
      standing: count('standing'),
    },
    candidates: audience.candidates,
    addressees: audience.addressees.length,
    exclusions: audience.exclusions.map(({ recipient, reason, standsFor }) => ({
      recipient,
      reason,
      ...(standsFor ? { standsFor } : {}),
    })),
    communes: { covered: covered.length, total: communes.length, missing },
  }
}
