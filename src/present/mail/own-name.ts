import type { Language } from '../../model/language/language.js'

/** A name that holds both languages, "Point de contact Nord / Contactpunt Noord", in one of them; any other as it is. */
export function ownName(name: string, language: Language): string {
  const names = name.split(' / ')
  return names.length === 2 ? (names[language === 'fr' ? 0 : 1] ?? name) : name
}
