import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** A roster of so many mandate holders for each commune: a mayor and aldermen, by function, under .example. */
export function rosterCsv(communesFile: string, perCommune: number): string {
  const { communes } = parse(readFileSync(communesFile, 'utf8')) as {
    communes: { nis: string; fr: string }[]
  }
  const lines = communes.flatMap(({ nis, fr }) =>
    Array.from({ length: perCommune }, (_, index) => {
      const [role, title] = index === 0 ? ['mayor', 'Bourgmestre'] : ['alderman', `Échevinat ${index}`]
      const languages = ['fr', 'nl', 'fr+nl', 'nl+fr'][Number(nis) % 4]
      const id = `c${nis}-${role}-${index}`
      return `${id};${nis};${role};no;economy;${title} (${fr});"Madame, Monsieur,";"Mevrouw, mijnheer,";${languages};${id}@c${nis}.example;2018-12-03;`
    }),
  )
  return `id;commune;role;acting;competences;name;salutation_fr;salutation_nl;languages;email;since;until\n${lines.join('\n')}\n`
}

/** A small urgent update, so that the nth edition has something to say. */
export const update = (nth: number) => `---
id: numero-information-${nth}
kind: notice
topic: economy
level: region
urgency: urgent
---
# fr: Un numéro pour les entreprises
Le numéro 1819 répond aux entreprises.

# nl: Een nummer voor ondernemingen
Het nummer 1819 geeft ondernemingen antwoord.
`
