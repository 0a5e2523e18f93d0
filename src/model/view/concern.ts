import type { EditionContent, EditionItem, Reader, Strings } from '../edition/edition.js'
import type { Commune } from '../roster/commune.js'
import type { Update } from '../update/update.js'
import { hasWords, label, say } from './wording.js'

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
export function concernOf(update: Update, reader: Reader, commune: Commune | null): Concern | null {
  const { roles, competences, communes } = update.concerns
  const names = competences.filter(competence => reader.competences.includes(competence))
  const forCommune = communes.length === 0 || communes.includes(reader.commune)
  const forRole = roles.length === 0 || roles.includes(reader.role)
  const asMayor = reader.role === 'mayor' && roles.length === 1
  if (forCommune && forRole) {
    if (names.length > 0) return { because: 'competence', names }
    if (competences.length > 0 && asMayor) return { because: 'role' }
    if (competences.length === 0 && communes.length > 0) return { because: 'commune' }
    if (competences.length === 0 && roles.length === 1) return { because: 'role' }
  }
  return forCommune ? themeOf(update, commune) : null
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
  { items, strings }: Pick<EditionContent, 'items' | 'strings'>,
  reader: Reader,
  commune: Commune | null,
): Concerns {
  const concerns = items.map(({ update }) => concernOf(update, reader, commune))
  const isNews = (index: number) => items[index]?.section !== 'standing'
  const countNews = (some: (Concern | null)[]) => some.filter((one, index) => one && isNews(index)).length
  const of = items.filter((_, index) => isNews(index)).length
  const concerned = countNews(concerns)
  const isSayable = hasWords(strings.fr, 'counts.mostly') && hasWords(strings.nl, 'counts.mostly')
  if (concerned < MOST_FROM || concerned * 2 <= of || !isSayable) return { marked: concerns, mostly: null }
  const from = nearestFrom(items, { reader, commune }, of)
  const marked = concerns.map((concern, index) => {
    const { update } = items[index] as EditionItem
    return concern && nearness(update, reader, commune) >= from ? concern : null
  })
  return { marked, mostly: { concerned, marked: countNews(marked) } }
}

/** From which nearness on marks stand on half of the news at most. */
function nearestFrom(
  items: readonly EditionItem[],
  { reader, commune }: { reader: Reader; commune: Commune | null },
  of: number,
): number {
  const near = items
    .filter(({ section, update }) => section !== 'standing' && concernOf(update, reader, commune))
    .map(({ update }) => nearness(update, reader, commune))
  const steps = [...new Set(near)].filter(step => step > 0).sort((a, b) => a - b)
  return steps.find(step => near.filter(one => one >= step).length * 2 <= of) ?? Number.POSITIVE_INFINITY
}

/** Own commune by name before own competence before a theme of the agreement; a role alone is the college's, not one's own. */
function nearness(update: Update, reader: Reader, commune: Commune | null): number {
  const { communes, competences } = update.concerns
  const isNamed = communes.includes(reader.commune)
  const isCompetent = competences.some(competence => reader.competences.includes(competence))
  const isAgreed = themeOf(update, commune) !== null
  return (isNamed ? 4 : 0) + (isCompetent ? 2 : 0) + (isAgreed ? 1 : 0)
}

/** The mark's reason: "votre compétence : Économie". */
export function concernText(concern: Concern, strings: Strings): string {
  const names =
    'names' in concern ? concern.names.map(name => label(strings, 'competences', name)).join(', ') : ''
  return say(strings, `marks.${concern.because}`, { names })
}
