import type { Agency } from '../../model/agency/agency.js'
import { bareName, type NameList, namesFrom } from '../../model/language/names.js'
import type { Commune } from '../../model/roster/commune.js'
import { communeNames } from './commune-names.js'
import type { Vocabulary } from './meant.js'

/** The words for values, from these communes and competences. */
export function vocabularyOf(
  communes: readonly Commune[],
  competences: NameList,
  agency: Agency,
): Vocabulary {
  const codes = communes.flatMap(({ nis, postalCodes }) =>
    postalCodes.map((code): [string, string] => [code, nis]),
  )
  const times = (code: string) => codes.filter(([other]) => other === code).length
  return {
    competences,
    agency,
    communes: communeNames(communes),
    shortNames: shortNames(communes),
    postalCodes: new Map(codes.filter(([code]) => times(code) === 1)),
  }
}

/** « Saint-Josse », `Molenbeek`: first words of a name that no other commune's name begins with. */
function shortNames(communes: readonly Commune[]): Map<string, string> {
  const found = new Map<string, string>()
  const several = new Set<string>()
  for (const { nis, name } of communes)
    for (const words of Object.values(name).map(one => one.split(/[\s-]+/)))
      for (let length = 1; length < words.length; length++) {
        const short = bareName(words.slice(0, length).join(''))
        if (found.has(short) && found.get(short) !== nis) several.add(short)
        found.set(short, nis)
      }
  const isName = (short: string) => short.length > 5 && !several.has(short)
  return new Map([...found].filter(([short]) => isName(short)))
}

/** Competences without names go by their codes. */
export const competenceNames = (codes: readonly string[], names: NameList | undefined): NameList =>
  names ?? namesFrom({ fr: Object.fromEntries(codes.map(code => [code, code])), nl: {} })
