/** Update files as editors write them, and what the parser says to them. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse as parseYaml } from 'yaml'
import { PROJECT_ROOT } from '../../src/config.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { namesFrom } from '../../src/model/language/names.js'
import { communeNames } from '../../src/parse/roster/commune-names.js'
import type { Known } from '../../src/parse/update/checks.js'
import { type ParsedUpdate, parseUpdateFile } from '../../src/parse/update/update-file.js'
import { formatProblem } from '../../src/present/problem/texts.js'

export const KNOWN = {
  agency: BRUSSELS,
  topics: [
    'economy',
    'health',
    'employment',
    'mobility',
    'culture',
    'social',
    'public-space',
    'energy',
    'horeca',
  ],
  competences: ['economy', 'health', 'horeca'],
  communes: ['21001', '21015'],
}

const locale = (language: string) =>
  JSON.parse(readFileSync(join(PROJECT_ROOT, `templates/locales/${language}.json`), 'utf8'))
const [FR, NL] = [locale('fr'), locale('nl')]
const labels = (key: string) => namesFrom({ fr: FR[key], nl: NL[key] })
const COMMUNES = parseYaml(readFileSync(join(PROJECT_ROOT, 'recipients/communes.yaml'), 'utf8')).communes.map(
  (one: Record<'nis' | 'fr' | 'nl' | 'de_fr', string>) => ({
    nis: one.nis,
    name: { fr: one.fr, nl: one.nl },
    deFr: one.de_fr,
  }),
)

/** What the shipped templates and roster know, with its names. */
export const NAMED: Known = {
  agency: BRUSSELS,
  topics: Object.keys(FR.topics),
  competences: Object.keys(FR.competences),
  communes: COMMUNES.map(({ nis }: { nis: string }) => nis),
  names: { topics: labels('topics'), competences: labels('competences'), communes: communeNames(COMMUNES) },
}

export const PRIME = `---
id: prime-unique                 # stable over revisions
kind: support
topic: economy
level: region
authority: {fr: Bruxelles Économie et Emploi, nl: Brussel Economie en Werkgelegenheid}
urgency: normal
from: 2020-04-08
until: 2020-06-01
deadline: 2020-06-01
amount: {max: 4000, unit: EUR, per: {fr: par entreprise, nl: per onderneming}}
concerns: {roles: [mayor, alderman], competences: [economy], communes: [21001]}
links: [{fr: "https://fr.example", nl: "https://nl.example", label: {fr: Demande, nl: Aanvraag}}]
event: {start: 2020-04-06T14:00, end: 2020-04-06T15:30, place: {fr: En ligne, nl: Online}, url: "https://x.example"}
change: {fr: Délai prolongé, nl: Termijn verlengd}
status: in-force
---
# fr: Prime unique de 4.000 €
Une prime pour les entreprises fermées.
Elle est versée une fois.

Demande [en ligne](https://fr.example) :

- avant le **1er juin 2020**

# nl: Eenmalige premie van 4.000 €
Een premie voor gesloten ondernemingen.

Aanvraag [online](https://nl.example) vóór 1 juni 2020.
`

export const SHORT = `---
id: masques
kind: notice
topic: health
level: federal
---
# fr: Masques
Résumé.

# nl: Maskers
Samenvatting.
`

export function parse(content: string | Uint8Array, known: Known = KNOWN): ParsedUpdate {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
  return parseUpdateFile(bytes, { ...known, file: 'updates/prime.md' })
}

/** The problems in English, without the file's name. */
export function problems(
  content: string | Uint8Array,
  language: 'en' | 'fr' | 'nl' = 'en',
  known: Known = KNOWN,
): string[] {
  const parsed = parse(content, known)
  return 'problems' in parsed ? parsed.problems.map(one => formatProblem(one, language).slice(17)) : []
}

export function warnings(content: string): string[] {
  return parse(content).warnings.map(one => formatProblem(one, 'en').slice(17))
}

/** SHORT with more keys, from line 6 on; and with another French text, from line 8 on. */
export const withKey = (lines: string) => SHORT.replace('level: federal', `level: federal\n${lines}`)
export const withFrench = (body: string) => SHORT.replace('Résumé.', body)
