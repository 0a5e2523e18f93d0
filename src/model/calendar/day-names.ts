/** Languages in which people write dates to us. */
export type DateLanguage = 'fr' | 'nl' | 'en' | 'de'

type Names = Record<DateLanguage, string>

/** January first; long and short, in lower case and without accents. */
const MONTHS: readonly Names[] = [
  { fr: 'janvier janv jan', nl: 'januari jan', en: 'january jan', de: 'januar jan janner' },
  { fr: 'fevrier fevr fev', nl: 'februari febr feb', en: 'february feb', de: 'februar feb' },
  { fr: 'mars', nl: 'maart mrt', en: 'march mar', de: 'marz maerz mrz' },
  { fr: 'avril avr', nl: 'april apr', en: 'april apr', de: 'april apr' },
  { fr: 'mai', nl: 'mei', en: 'may', de: 'mai' },
  { fr: 'juin', nl: 'juni jun', en: 'june jun', de: 'juni jun' },
  { fr: 'juillet juil', nl: 'juli jul', en: 'july jul', de: 'juli jul' },
  { fr: 'aout', nl: 'augustus aug', en: 'august aug', de: 'august aug' },
  { fr: 'septembre sept', nl: 'september sep', en: 'september sep', de: 'september sep' },
  { fr: 'octobre oct', nl: 'oktober okt', en: 'october oct', de: 'oktober okt' },
  { fr: 'novembre nov', nl: 'november nov', en: 'november nov', de: 'november nov' },
  { fr: 'decembre dec', nl: 'december dec', en: 'december dec', de: 'dezember dez' },
]
/** Monday first, as ISO 8601 numbers them. */
const WEEKDAYS: readonly Names[] = [
  { fr: 'lundi', nl: 'maandag', en: 'monday', de: 'montag' },
  { fr: 'mardi', nl: 'dinsdag', en: 'tuesday', de: 'dienstag' },
  { fr: 'mercredi', nl: 'woensdag', en: 'wednesday', de: 'mittwoch' },
  { fr: 'jeudi', nl: 'donderdag', en: 'thursday', de: 'donnerstag' },
  { fr: 'vendredi', nl: 'vrijdag', en: 'friday', de: 'freitag' },
  { fr: 'samedi', nl: 'zaterdag', en: 'saturday', de: 'samstag sonnabend' },
  { fr: 'dimanche', nl: 'zondag', en: 'sunday', de: 'sonntag' },
]

/** The number of each month, from 1, by its folded names in these languages. */
export const monthNumbers = (...languages: DateLanguage[]) => numbered(MONTHS, languages)

/** The number of each weekday, from 1 for Monday, by its folded names in these languages. */
export const weekdayNumbers = (...languages: DateLanguage[]) => numbered(WEEKDAYS, languages)

function numbered(rows: readonly Names[], languages: readonly DateLanguage[]): ReadonlyMap<string, number> {
  const named = (names: Names) => languages.flatMap(language => names[language].split(' '))
  return new Map(rows.flatMap((names, index) => named(names).map(name => [name, index + 1] as const)))
}
