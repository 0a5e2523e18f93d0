import type { EditionContent, EditionItem, Reader } from '../../model/editions/edition.js'
import type { Commune } from '../../model/roster/commune.js'
import type { Update } from '../../model/updates/update.js'
import { hasWords } from './wording.js'

/** Why an update particularly concerns a reader; the mark's words follow from it. */
export type Concern =
  | { because: 'competence'; names: string[] }
  | { because: 'role' }
  | { because: 'commune' }
  | { because: 'theme'; names: string[] }

/**
 * Whether and why an update concerns this reader more than others; null where not. An update that names no role, competence or commune, or both roles
 * only, is for all; then themes of the agreement decide. Where only mayors are named, competences don't matter: a mayor answers for the college.
 * Communes not listed aren't concerned.
 */
export function concernOf(
  update: Update,
  reader: Reader,
  commune: Commune | null,
  communes: readonly Commune[] = [],
): Concern | null {
  const found = officesOf(reader, commune, communes).flatMap(office => ofOffice(update, office) ?? [])
  const [first] = found.sort((a, b) => REASONS.indexOf(a.because) - REASONS.indexOf(b.because))
  if (!first || !('names' in first)) return first ?? null
  const names = found.flatMap(one => (one.because === first.because && 'names' in one ? one.names : []))
  return { ...first, names: [...new Set(names)] }
}

/** The nearest first: it gives the words when a person has several offices. */
const REASONS: Concern['because'][] = ['competence', 'commune', 'role', 'theme']

/** A reader's office, with its commune. */
type OwnOffice = Pick<Reader, 'role' | 'competences' | 'commune'> & { of: Commune | null }

function officesOf(reader: Reader, commune: Commune | null, communes: readonly Commune[]): OwnOffice[] {
  const further = (reader.also ?? []).map(office => ({
    ...office,
    of:
      office.commune === reader.commune
        ? commune
        : (communes.find(({ nis }) => nis === office.commune) ?? null),
  }))
  return [{ ...reader, of: commune }, ...further]
}

function ofOffice(update: Update, office: OwnOffice): Concern | null {
  const { roles, competences, communes } = update.concerns
  const names = competences.filter(competence => office.competences.includes(competence))
  const forCommune = communes.length === 0 || communes.includes(office.commune)
  const forRole = roles.length === 0 || roles.includes(office.role)
  const asMayor = office.role === 'mayor' && roles.length === 1
  if (forCommune && forRole) {
    if (names.length > 0) return { because: 'competence', names }
    if (competences.length > 0 && asMayor) return { because: 'role' }
    if (competences.length === 0 && communes.length > 0) return { because: 'commune' }
    if (competences.length === 0 && roles.length === 1) return { because: 'role' }
  }
  return forCommune ? themeOf(update, office.of) : null
}

function themeOf(update: Update, commune: Commune | null): Concern | null {
  const about = [update.topic, ...update.concerns.competences]
  const names = (commune?.agreement.themes ?? []).filter(theme => about.includes(theme))
  return names.length > 0 ? { because: 'theme', names } : null
}

/**
 * The marks for one reader. `marked`: each item's concern or null, in the items' order. `mostly`: how much of the news concerns the reader and how
 * much is marked, where that is most of it; else null.
 */
export type Concerns = {
  marked: (Concern | null)[]
  mostly: { concerned: number; marked: number } | null
}

/** With fewer concerned items, each is marked: a mark on two of three is still useful. */
const MOST_FROM = 3

/**
 * What concerns a reader in an edition. If more than half of the news does, marks would lose their meaning: the view says so once, and only the
 * nearest items, at most half, are marked.
 */
export function concernsIn(
  content: Pick<EditionContent, 'items' | 'strings'> & Partial<Pick<EditionContent, 'communes'>>,
  reader: Reader,
  commune: Commune | null,
): Concerns {
  const { items, strings, communes = [] } = content
  const concerns = items.map(({ update }) => concernOf(update, reader, commune, communes))
  const isNews = (index: number) => items[index]?.section !== 'standing'
  const countNews = (some: (Concern | null)[]) => some.filter((one, index) => one && isNews(index)).length
  const of = items.filter((_, index) => isNews(index)).length
  const concerned = countNews(concerns)
  const isSayable = Object.values(strings).every(own => hasWords(own, 'counts.mostly'))
  if (concerned < MOST_FROM || concerned * 2 <= of || !isSayable) return { marked: concerns, mostly: null }
  const offices = officesOf(reader, commune, communes)
  const near = concerns.map(
    (concern, index) => concern && nearness((items[index] as EditionItem).update, offices),
  )
  const from = nearestFrom(near.filter((one, index) => one !== null && isNews(index)) as number[], of)
  const marked = concerns.map((concern, index) => (concern && (near[index] ?? 0) >= from ? concern : null))
  return { marked, mostly: { concerned, marked: countNews(marked) } }
}

/** The nearness from which at most half of the news is marked. */
function nearestFrom(near: readonly number[], of: number): number {
  const steps = [...new Set(near)].filter(step => step > 0).sort((a, b) => a - b)
  return steps.find(step => near.filter(one => one >= step).length * 2 <= of) ?? Number.POSITIVE_INFINITY
}

/**
 * The reader's commune by name outranks their competence, then a theme of the agreement. A role alone is shared by the college and counts nothing.
 */
function nearness(update: Update, offices: readonly OwnOffice[]): number {
  const { communes, competences } = update.concerns
  const isNamed = offices.some(({ commune }) => communes.includes(commune))
  const isCompetent = offices.some(own => competences.some(one => own.competences.includes(one)))
  const isAgreed = offices.some(({ of }) => themeOf(update, of) !== null)
  return (isNamed ? 4 : 0) + (isCompetent ? 2 : 0) + (isAgreed ? 1 : 0)
}
