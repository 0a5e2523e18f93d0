import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { oneOf, seeded } from '../faults/seed.js'

/** What aldermen are usually competent for together; the first goes to a mayor. */
const PORTFOLIOS = [
  'health participation',
  'finance',
  'health',
  'economy employment',
  'economy horeca',
  'economy taxes',
  'economy employment horeca',
  'public-space cleanliness',
  'public-space mobility',
  'mobility',
  'urbanism',
  'urbanism public-space',
  'sustainability energy',
  'energy urbanism',
  'culture youth',
  'culture education',
  'education',
  'youth social',
  'social health',
  'social employment',
  'digital participation',
  'finance taxes',
  'cleanliness sustainability',
  'economy digital',
  'participation social',
]
const READINGS = ['fr', 'fr', 'fr', 'nl', 'fr+nl', 'fr+nl', 'nl+fr']

/**
 * A roster of so many mandate holders over the 19 communes, by function, under .example: a mayor for each commune, then aldermen
 * with the usual portfolios in the languages of the region. The same number gives the same roster.
 */
export function audienceCsv(communesFile: string, mails: number): string {
  const { communes } = parse(readFileSync(communesFile, 'utf8')) as {
    communes: { nis: string; fr: string; de_fr: string }[]
  }
  const random = seeded(mails)
  const lines = Array.from({ length: mails }, (_, index) => {
    const commune = communes[index % communes.length] as (typeof communes)[number]
    const isMayor = index < communes.length
    const role = isMayor ? 'mayor' : 'alderman'
    const portfolio = isMayor ? PORTFOLIOS[0] : oneOf(random, PORTFOLIOS)
    const [name, fr, nl] = isMayor
      ? ['Bourgmestre', 'Madame la Bourgmestre,', 'Mevrouw de burgemeester,']
      : [`Échevinat n° ${index}`, 'Monsieur l’Échevin,', 'Mijnheer de schepen,']
    const id = `c${commune.nis}-${role}-${index}`
    return `${id};${commune.nis};${role};no;${portfolio};${name} ${commune.de_fr};${fr};${nl};${oneOf(random, READINGS)};${id}@c${commune.nis}.example;2018-12-03;`
  })
  return `id;commune;role;acting;competences;name;salutation_fr;salutation_nl;languages;email;since;until\n${lines.join('\n')}\n`
}
