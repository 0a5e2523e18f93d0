import type { Reader, Strings } from '../edition/edition.js'
import type { Commune } from '../roster/commune.js'
import type { Update } from '../update/update.js'
import { label, say } from './wording.js'

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

/** The mark's reason: "votre compétence : Économie". */
export function concernText(concern: Concern, strings: Strings): string {
  const names =
    'names' in concern ? concern.names.map(name => label(strings, 'competences', name)).join(', ') : ''
  return say(strings, `marks.${concern.because}`, { names })
}
