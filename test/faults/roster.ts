import { readFileSync } from 'node:fs'
import { parse } from 'yaml'

/** Who is to get a mail: where, and the word in the salutation that nobody else's has. */
export type Person = { address: string; mark: string }

/** A roster of so many mandate holders for each commune, a mayor and aldermen, by function, under .example; and who they are, by id. */
export function rosterOf(
  communesFile: string,
  perCommune: number,
): { csv: string; people: Map<string, Person> } {
  const { communes } = parse(readFileSync(communesFile, 'utf8')) as {
    communes: { nis: string; fr: string }[]
  }
  const people = new Map<string, Person>()
  const lines = communes.flatMap(({ nis, fr }) =>
    Array.from({ length: perCommune }, (_, index) => {
      const [role, title] = index === 0 ? ['mayor', 'Bourgmestre'] : ['alderman', `Échevinat ${index}`]
      const languages = ['fr', 'nl', 'fr+nl', 'nl+fr'][Number(nis) % 4]
      const id = `c${nis}-${role}-${index}`
      const [address, mark] = [`${id}@c${nis}.example`, `holder${nis}${role}${index}`]
      people.set(id, { address, mark })
      return `${id};${nis};${role};no;economy;${title} (${fr});"Madame, Monsieur, ${mark},";"Mevrouw, mijnheer, ${mark},";${languages};${address};2018-12-03;`
    }),
  )
  const head =
    'id;commune;role;acting;competences;name;salutation_fr;salutation_nl;languages;email;since;until'
  return { csv: `${head}\n${lines.join('\n')}\n`, people }
}

/** A word for the nth news that stands in no other. */
export const wordOf = (nth: number) => `INFO${nth}ETF`

/** A small urgent update, so that the nth edition has something to say. */
export const update = (nth: number) => `---
id: numero-information-${nth}
kind: notice
topic: economy
level: region
urgency: urgent
---
# fr: Un numéro pour les entreprises
Le numéro 1819 répond aux entreprises (${wordOf(nth)}).

# nl: Een nummer voor ondernemingen
Het nummer 1819 geeft ondernemingen antwoord (${wordOf(nth)}).
`
