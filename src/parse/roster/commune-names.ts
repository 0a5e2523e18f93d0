import type { NameList, Names } from '../../model/language/names.js'
import type { Commune } from '../../model/roster/commune.js'

/** NIS codes with what the communes are called, long and short: « Ville de Bruxelles », « Bruxelles », « St-Gilles ». */
export function communeNames(communes: readonly Pick<Commune, 'nis' | 'name' | 'deFr'>[]): NameList {
  return Object.fromEntries(
    communes.map(({ nis, name, deFr }): [string, Names] => [
      nis,
      {
        fr: [name.fr, `commune ${deFr}`, `administration communale ${deFr}`, ...shorter(name.fr)],
        nl: [name.nl, `gemeente ${name.nl}`, `gemeentebestuur ${name.nl}`, ...shorter(name.nl)],
      },
    ]),
  )
}

function shorter(name: string): string[] {
  const plain = name.replace(/^(?:ville d(?:e |['’])|stad )/i, '')
  const saint = name.replace(/\bSainte(?=[- ])/gi, 'Ste').replace(/\b(?:Saint|Sint)(?=[- ])/gi, 'St')
  return [plain, saint].filter(other => other !== name)
}
