import type { Language } from '../../model/language/language.js'

/** One language of a bilingual name, "Point de contact Nord / Contactpunt Noord"; any other name as it is. */
export function ownName(name: string, language: Language): string {
  const names = name.split(' / ')
  return names.length === 2 ? (names[language === 'fr' ? 0 : 1] ?? name) : name
}
