import type { EditionContent, EditionItem, Reader } from '../../model/editions/edition.js'
import type { Commune } from '../../model/roster/commune.js'
import type { Update } from '../../model/updates/update.js'
import { hasWords } from './wording.js'

/** Why an update concerns a reader in particular: the words of the mark are made from it. */
export type Concern =
  | { because: 'competence'; names: string[] }
  | { because: 'role' }
  | { because: 'commune' }
  | { because: 'theme'; names: string[] }

/**
 * Whether an update concerns this reader more than everybody, and why; null where it concerns all alike.
 * An update that names neither role, competence nor commune, or only both roles, concerns everybody; then the themes of
 * the commune's agreement decide. Where mayors alone are named, they are concerned whatever the competences: a mayor
 * answers for the whole college. A commune that is not on the update's list is not concerned by it.
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

/** Nearest first: of several offices of one person, the nearest gives the words. */
const REASONS: Concern['because'][] = ['competence', 'commune', 'role', 'theme']

/** An office of a reader, with its commune. */
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
 * What is marked for one reader. `marked`: an item's concern, or null, in the order of the items. `mostly`: where most of
 * the news concerns the reader, how much of it does, and how much of that is marked; else null.
 */
export type Concerns = {
  marked: (Concern | null)[]
  mostly: { concerned: number; marked: number } | null
}

/** Fewer of them are marked one by one: a mark on two of three still says something. */
const MOST_FROM = 3

/**
 * What concerns a reader, over a whole edition. A mark on nearly everything marks nothing: where more than half of what is new,
 * changed or withdrawn concerns the reader, the view says so once, and the nearest is marked, on half of it at most.
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

/** From which nearness on marks stand on half of the news at most. */
function nearestFrom(near: readonly number[], of: number): number {
  const steps = [...new Set(near)].filter(step => step > 0).sort((a, b) => a - b)
  return steps.find(step => near.filter(one => one >= step).length * 2 <= of) ?? Number.POSITIVE_INFINITY
}

/** Own commune by name before own competence before a theme of the agreement; a role alone is the college's, not one's own. */
function nearness(update: Update, offices: readonly OwnOffice[]): number {
  const { communes, competences } = update.concerns
  const isNamed = offices.some(({ commune }) => communes.includes(commune))
  const isCompetent = offices.some(own => competences.some(one => own.competences.includes(one)))
  const isAgreed = offices.some(({ of }) => themeOf(update, of) !== null)
  return (isNamed ? 4 : 0) + (isCompetent ? 2 : 0) + (isAgreed ? 1 : 0)
}
