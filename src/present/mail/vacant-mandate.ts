import type { Strings } from '../../model/editions/edition.js'
import type { Language } from '../../model/language/language.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import { typeset } from './typography.js'
import { fill, label, say } from './wording.js'

/** A vacant mandate, as far as the roster identifies it. */
export type VacantMandate = Pick<MandateHolder, 'role' | 'competences'>

/** "Échevinat · Jeunesse · Saint-Gilles (mandat vacant)"; `commune`: its name in that language. */
export function vacantInWords(
  { role, competences }: VacantMandate,
  commune: string,
  strings: Strings,
  language: Language,
): string {
  const text = (key: string) => typeset(say(strings, `followUps.vacant.${key}`), language)
  const about = competences.map(code => label(strings, 'competences', code)).join(', ')
  const mandate = [text(role), about, commune].filter(Boolean).join(' · ')
  return fill(text('name'), { mandate })
}
