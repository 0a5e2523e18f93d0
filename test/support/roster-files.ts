/** A small roster that is right, and what the parser says to it with something changed. */

import { BRUSSELS } from '../../src/model/agency/agency.js'
import { type ParsedRoster, parseRoster } from '../../src/parse/roster/read-roster.js'
import { formatProblem } from '../../src/present/problem/texts.js'

export const COMMUNES = `communes:
  - nis: 21001
    fr: Anderlecht
    nl: Anderlecht
    de_fr: d'Anderlecht
    postal_codes: [1070]
    spoc: spoc-ouest
    deputy: spoc-nord
    agreement: {signed: 2019-06-14, themes: [economy], priorities: [{fr: Soutenir, nl: Ondersteunen}]}
  - {nis: 21010, fr: Jette, nl: Jette, de_fr: de Jette, postal_codes: ["1090"], spoc: spoc-nord}
`
export const STAFF = `staff:
  - {id: spoc-ouest, name: Contact Ouest, email: ouest@agence.example, phone: +32 2 000 00 01, roles: [spoc], languages: [nl, fr]}
  - {id: spoc-nord, name: Contact Nord, email: nord@agence.example, phone: "+32 2 000 00 02", roles: [spoc, admin], languages: [fr]}
  - {id: redaction, name: Rédaction, email: redaction@agence.example, phone: +32 475 00 00 03, roles: [editor], languages: [fr]}
`
export const HEAD =
  'id;commune;role;acting;competences;name;salutation_fr;salutation_nl;languages;email;since;until'
export const ANDERLECHT = `anderlecht-mayor;21001;mayor;no;health economy;Bourgmestre;"Monsieur le Bourgmestre,";Mijnheer de burgemeester,;nl+fr;a@anderlecht.example;2018-12-03;`
export const JETTE =
  'jette-mayor;21010;mayor;non;;Bourgmestre;Madame la Bourgmestre,;Mevrouw de burgemeester,;fr;b@jette.example;;'
const GOOD = [HEAD, ANDERLECHT, JETTE].join('\n')

export type Files = { communes?: string | null; staff?: string | null; mandates?: string | Uint8Array }

export function parse({ communes = COMMUNES, staff = STAFF, mandates = GOOD }: Files): ParsedRoster {
  const bytes = (text: string | Uint8Array | null) =>
    typeof text === 'string' ? new TextEncoder().encode(text) : text
  return parseRoster(
    { communes: bytes(communes), staff: bytes(staff), mandateHolders: bytes(mandates) },
    {
      files: { communes: 'communes.yaml', staff: 'staff.yaml', mandateHolders: 'm.csv' },
      agency: BRUSSELS,
      competences: ['economy', 'health', 'horeca'],
      today: '2020-04-30',
    },
  )
}

export function problems(files: Files, language: 'en' | 'fr' | 'nl' = 'en'): string[] {
  return parse(files).problems.map(one => formatProblem(one, language))
}

/** The good roster and one more line, which is line 4. */
export const withLine = (line: string) => ({ mandates: `${GOOD}\n${line}\n` })
export const ALDERMAN = 'x;21001;alderman;no;;Échevine;S,;S,;fr;c@anderlecht.example;;'

/** The good roster with more columns; their values stand on line 2. */
export const withColumns = (values: Record<string, string>): string => {
  const cells = Object.values(values).map(cell =>
    cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell,
  )
  return [
    [HEAD, ...Object.keys(values)].join(';'),
    [ANDERLECHT, ...cells].join(';'),
    JETTE + ';'.repeat(cells.length),
  ].join('\n')
}
