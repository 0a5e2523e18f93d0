import type { Addressee, Exclusion } from '../../model/editions/audience.js'
import { coverage } from '../../model/editions/audience.js'
import type { EditionContent, LeftOut, Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import type { WarnedInEdition } from '../../model/sign-off/doubts.js'
import { countsLine } from '../mail/subject-counts.js'
import { typeset } from '../mail/typography.js'
import { say } from '../mail/wording.js'
import type { Origin } from './change-detail.js'

/** The audience of the previous edition. */
export type PreviousAudience = { edition: string; addressees: Addressee[] }

/** Compares a frozen edition with the previous one. */
export function signOffSummary(
  content: EditionContent,
  audience: { addressees: Addressee[]; exclusions: Exclusion[] },
  previous: PreviousAudience | null,
  gone: readonly string[] = [],
  origins: ReadonlyMap<string, Origin> = new Map(),
  leftOut: readonly LeftOut[] = [],
  warned: readonly WarnedInEdition[] = [],
): SignOffSummary {
  const { addressees, exclusions } = audience
  const ids = (list: Addressee[]) => new Set(list.map(({ id, email }) => `${id} ${email}`))
  const [now, before] = [ids(addressees), ids(previous?.addressees ?? [])]
  // A person with one mail for several mandates still gets it.
  const stoodFor = new Set(
    exclusions.filter(({ reason }) => reason === 'same-person').map(({ recipient }) => recipient),
  )
  const missingFrom = (set: Set<string>, list: Addressee[]) =>
    list.filter(({ id, email }) => !set.has(`${id} ${email}`))
  return {
    content,
    candidates: addressees.length + exclusions.length,
    addressees,
    exclusions,
    previous: previous?.edition ?? null,
    added: previous ? missingFrom(before, addressees) : [],
    removed: previous ? missingFrom(now, previous.addressees).filter(({ id }) => !stoodFor.has(id)) : [],
    gone,
    origins,
    leftOut,
    warned,
  }
}

/** The summary's figures, as rows of facts. */
export function summaryFacts(
  { content, candidates, addressees }: SignOffSummary,
  strings: Strings,
  language: Language,
): { name: string; value: string }[] {
  const nis = content.communes.map(commune => commune.nis)
  const { covered, missing } = coverage(nis, addressees)
  const facts = [
    ['contents', countsLine(content.items, content, language)],
    [
      'audience',
      say(strings, 'notices.summary.audience-line', { addressees: addressees.length, candidates }),
    ],
    [
      'communes',
      say(strings, 'notices.summary.communes-line', { covered: covered.length, total: nis.length }),
    ],
  ]
  if (missing.length > 0)
    facts.push(['missing', missing.map(one => communeName(content.communes, one, language)).join(', ')])
  return facts.map(([key, value]) => {
    const group = key === 'missing' ? 'notices.summary' : 'notices.facts'
    return { name: typeset(say(strings, `${group}.${key}`), language), value: value ?? '' }
  })
}

/** What an approver checks first: changes, recipients and exclusions, compared with the previous edition. */
export type SignOffSummary = {
  content: EditionContent
  candidates: number
  addressees: Addressee[]
  exclusions: Exclusion[]
  previous: string | null
  /** By recipient: added to, and removed from, the previous audience. */
  added: Addressee[]
  removed: Addressee[]
  /** Ids of its updates whose files are missing without an explanation. */
  gone: readonly string[]
  /** By update id: who changed it, when, and what was carried before. */
  origins: ReadonlyMap<string, Origin>
  /** Untold updates that it leaves out. */
  leftOut: readonly LeftOut[]
  /** Warnings about its updates' files; `meant`: who said so by name, `at` ISO 8601 with offset. */
  warned: readonly WarnedInEdition[]
}

export function communeName(communes: Commune[], nis: string, language: Language): string {
  return communes.find(commune => commune.nis === nis)?.name[language] ?? nis
}
