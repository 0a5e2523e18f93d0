import { inLanguage } from '../../model/language/language.js'
import type { NameList, Names } from '../../model/language/names.js'
import type { Commune } from '../../model/roster/commune.js'

/** NIS codes with the communes' names, long and short: « Ville de Bruxelles », « Bruxelles », « St-Gilles ». */
export function communeNames(communes: readonly Pick<Commune, 'nis' | 'name' | 'deFr'>[]): NameList {
  return Object.fromEntries(
    communes.map(({ nis, name, deFr }): [string, Names] => {
      const [fr, nl] = [inLanguage(name, 'fr'), inLanguage(name, 'nl')]
      const others = Object.values(name).flatMap(one => [one, ...shorter(one)])
      const inFrench = deFr ? [`commune ${deFr}`, `administration communale ${deFr}`] : []
      return [nis, { fr: [fr, ...inFrench, ...others], nl: [nl, `gemeente ${nl}`, `gemeentebestuur ${nl}`] }]
    }),
  )
}

function shorter(name: string): string[] {
  const plain = name.replace(/^(?:ville d(?:e |['’])|stad )/i, '')
  const saint = name.replace(/\bSainte(?=[- ])/gi, 'Ste').replace(/\b(?:Saint|Sint)(?=[- ])/gi, 'St')
  return [plain, saint].filter(other => other !== name)
}
