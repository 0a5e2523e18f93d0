import type { Office } from '../../model/editions/audience.js'
import type { Strings } from '../../model/editions/edition.js'
import { inLanguage, type Language } from '../../model/language/language.js'
import type { Commune } from '../../model/roster/commune.js'
import type { NamedOffice } from '../../model/roster/offices.js'
import type { ItemContext } from './item-view.js'
import { ownName } from './own-name.js'
import { typeset } from './typography.js'
import { hasWords, label, say } from './wording.js'

/** "Un seul courrier pour tous vos mandats : bourgmestre de Jette ; échevin(e) de Jette (Économie)"; null for one mandate. */
export function officesLine({ content, reader, language, strings }: ItemContext): string | null {
  const { also, commune, role, acting = false, competences } = reader
  if (!also || !hasWords(strings, 'offices.one-mail')) return null
  const all = [{ commune, role, acting, competences }, ...also]
  const named = all.map(office => officeInWords(office, content.communes, strings, language))
  const offices = named.join(say(strings, 'offices.between'))
  return typeset(say(strings, 'offices.one-mail', { offices }), language)
}

/** "Marc Peeters, bourgmestre de Jette ; échevin(e) de Koekelberg (Culture)"; only the name without offices. */
export function personInWords(
  name: string,
  offices: readonly NamedOffice[] | undefined,
  strings: Strings,
  language: Language,
): string {
  const own = ownName(name, language)
  const listed = officesInWords(offices ?? [], strings, language)
  return listed ? `${own}, ${listed}` : own
}

/** "bourgmestre de Jette ; échevin(e) de Koekelberg"; empty for none. */
export function officesInWords(
  offices: readonly NamedOffice[],
  strings: Strings,
  language: Language,
): string {
  const named = offices.map(one => officeInWords(one, one.place ? [one.place] : [], strings, language))
  return typeset(named.join(say(strings, 'offices.between')), language)
}

/** "bourgmestre f.f. d'Ixelles", "schepen van Elsene (Economie, Horeca)". */
export function officeInWords(
  { commune, role, acting, competences }: Pick<Office, 'commune' | 'role' | 'acting' | 'competences'>,
  communes: readonly Pick<Commune, 'nis' | 'name' | 'deFr'>[],
  strings: Strings,
  language: Language,
): string {
  const found = communes.find(({ nis }) => nis === commune)
  const where = found ? (language === 'fr' && found.deFr) || inLanguage(found.name, language) : commune
  const about = competences.map(one => label(strings, 'competences', one)).join(', ')
  const office = say(strings, `offices.${acting ? 'acting-' : ''}${role}`, { de: where })
  return about ? `${office} (${about})` : office
}
