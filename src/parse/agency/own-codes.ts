import type { CodeList } from '../../model/agency/agency.js'
import { MANDATE_ROLES } from '../../model/agency/role-names.js'
import { forEach, type Language, type Localized } from '../../model/language/language.js'
import { bareName, type NameList } from '../../model/language/names.js'
import type { Located } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'

/** The labels of codes in a language's locale; null where the templates don't have the language. */
export type WordsIn = (
  language: Language,
) => Partial<Record<string, Readonly<Record<string, unknown>>>> | null

/** The labels of a list's codes in each language: as agency.yaml names them, else as the templates do. */
export function labelsOf(
  list: CodeList,
  codes: Readonly<Record<string, Localized<string | null> | null>>,
  languages: readonly Language[],
  wordsIn: WordsIn,
): Localized<Record<string, string>> {
  return forEach(languages, language => {
    const words = wordsIn(language)?.[list] ?? {}
    const labels = Object.entries(codes).map(([code, names]) => {
      const known = Object.hasOwn(words, code) ? words[code] : null
      return [code, names?.[language] ?? known] as const
    })
    return Object.fromEntries(
      labels.flatMap(([code, label]) => (typeof label === 'string' ? [[code, label]] : [])),
    )
  })
}

/** A code that has no name in a language of the agency. */
export function unnamed(
  list: CodeList,
  codes: readonly string[],
  labels: Localized<Record<string, string>>,
  located: Located,
): Problem[] {
  return codes.flatMap(code =>
    Object.entries(labels).flatMap(([language, named]) => {
      if (Object.hasOwn(named, code)) return []
      const values = { key: `${list}.${code}`, language }
      return [problemAt(located.file, located.keyPlaceOf([list, code]), 'language-missing', values)]
    }),
  )
}

/** Names that would mean two codes of a list; a competence named as an office is one, since both stand in one list of readers. */
export function namedTwice(list: CodeList | 'roles', names: NameList, located: Located): Problem[] {
  const owners = new Map<string, string>(
    list === 'competences' ? MANDATE_ROLES.map(role => [bareName(role), `roles.${role}`]) : [],
  )
  return Object.entries(names).flatMap(([code, { fr, nl }]) => {
    const key = `${list}.${code}`
    const clash = [code, ...fr, ...nl].find(name => (owners.get(bareName(name)) ?? key) !== key)
    for (const name of [code, ...fr, ...nl]) owners.set(bareName(name), owners.get(bareName(name)) ?? key)
    if (clash === undefined) return []
    const values = { key, other: owners.get(bareName(clash)) ?? key, found: clash }
    return [problemAt(located.file, located.keyPlaceOf([list, code]), 'name-twice', values)]
  })
}
