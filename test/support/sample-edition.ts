import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parse } from 'yaml'
import { loadTemplates } from '../../src/mjml/load.js'
import { BRUSSELS } from '../../src/model/agency/agency.js'
import { type CarriedUpdate, type CurrentUpdate, composeItems } from '../../src/model/editions/compose.js'
import type { EditionContent, EditionItem, Reader } from '../../src/model/editions/edition.js'
import { EDITOR_LANGUAGES } from '../../src/model/language/language.js'
import type { Commune } from '../../src/model/roster/commune.js'
import type { Spoc } from '../../src/model/staff/staff.js'
import type { Update } from '../../src/model/updates/update.js'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))

/** The week of the examples: sent on Thursday 7 May 2020, real measures in both languages, against the week before. */
export async function sampleEdition(change: Partial<EditionContent> = {}): Promise<EditionContent> {
  const { house, strings, templates } = await loadTemplates(`${ROOT}templates`, BRUSSELS)
  return {
    edition: '2020-W19',
    kind: 'regular',
    week: { year: 2020, number: 19, monday: '2020-05-04', sunday: '2020-05-10' },
    date: '2020-05-07',
    items: exampleItems('2020-05-07'),
    house,
    strings,
    templates,
    communes: [ixelles, brussels],
    spocs: { '21009': southern, '21004': southern },
    timeZone: 'Europe/Brussels',
    sender: 'estafette@estafette.example',
    web: { address: 'https://estafette.example/read/2020-W19/0123456789abcdef0123456789abcdef' },
    ...change,
  }
}

const southern: Spoc = {
  id: 'spoc-sud',
  name: 'Point de contact Sud / Contactpunt Zuid',
  email: 'spoc-sud@agence.example',
  phone: '+32 2 000 00 02',
}

export const ixelles: Commune = {
  nis: '21009',
  name: { fr: 'Ixelles', nl: 'Elsene' },
  deFr: "d'Ixelles",
  postalCodes: ['1050'],
  spoc: 'spoc-sud',
  agreement: { signed: '2019-06-14', themes: ['mobility'], priorities: [] },
}

export const brussels: Commune = {
  nis: '21004',
  name: { fr: 'Ville de Bruxelles', nl: 'Stad Brussel' },
  deFr: 'de la Ville de Bruxelles',
  postalCodes: ['1000', '1020', '1120', '1130'],
  spoc: 'spoc-sud',
  agreement: { signed: null, themes: [], priorities: [] },
}

/** An alderman for finance and horeca in Ixelles who reads French first, unless changed. */
export function sampleReader(change: Partial<Reader> = {}): Reader {
  return {
    languages: 'fr',
    role: 'alderman',
    competences: ['finance', 'horeca'],
    commune: '21009',
    salutation: { fr: "Madame l'Échevine,", nl: 'Mevrouw de schepen,' },
    ...change,
  }
}

/** One update that says as little as it may, unless changed. */
export function sampleUpdate(change: Partial<Update> = {}): Update {
  return {
    id: 'prime',
    kind: 'support',
    topic: 'economy',
    level: 'region',
    authority: null,
    urgency: 'normal',
    from: null,
    until: null,
    deadline: null,
    amount: null,
    concerns: { roles: [], competences: [], communes: [] },
    links: [],
    event: null,
    change: null,
    status: 'in-force',
    text: {
      fr: { title: 'Prime unique', summary: 'Une prime pour les entreprises.', body: '' },
      nl: { title: 'Eenmalige premie', summary: 'Een premie voor ondernemingen.', body: '' },
    },
    ...change,
  }
}

/** An item that is new in the edition, unless changed. */
export function sampleItem(update: Partial<Update> = {}, change: Partial<EditionItem> = {}): EditionItem {
  return { update: sampleUpdate(update), revision: 1, section: 'new', changes: [], ...change }
}

/** So many of the example measures in full, repeated under other ids where they run out. */
export function manyItems(count: number): EditionItem[] {
  const measures = exampleItems('2020-05-07').filter(item => item.section !== 'standing')
  return Array.from({ length: count }, (_, index) => {
    const item = measures[index % measures.length] as EditionItem
    return { ...item, update: { ...item.update, id: `${item.update.id}-${index}` } }
  })
}

function exampleItems(date: string): EditionItem[] {
  const carried = new Map<string, CarriedUpdate>()
  for (const now of exampleUpdates('2020-W18')) carried.set(now.update.id, now)
  return composeItems(exampleUpdates('2020-W19'), carried, date)
}

function exampleUpdates(week: string): CurrentUpdate[] {
  const folder = `${ROOT}examples/${week}/`
  return readdirSync(folder)
    .filter(name => name.endsWith('.md'))
    .map(name => {
      const source = readFileSync(folder + name, 'utf8')
      return { update: exampleUpdate(source), revision: 1, hash: source }
    })
}

/** Trusts the file: these are ours. */
function exampleUpdate(source: string): Update {
  const [, front = '', text = ''] = source.split(/^---$/m)
  const written = parse(front)
  const section = Object.fromEntries(
    EDITOR_LANGUAGES.map(language => {
      const found = new RegExp(
        `^# ${language}: (.*)\\n([\\s\\S]*?)(?=^# (?:fr|nl): |$(?![\\s\\S]))`,
        'm',
      ).exec(text)
      const [summary = '', ...body] = (found?.[2] ?? '').trim().split('\n\n')
      return [language, { title: found?.[1] ?? '', summary, body: body.join('\n\n') }]
    }),
  )
  return sampleUpdate({
    ...written,
    amount: written.amount ? { min: null, max: null, per: null, ...written.amount } : null,
    concerns: { roles: [], competences: [], communes: [], ...written.concerns },
    event: written.event ? { end: null, place: null, url: null, ...written.event } : null,
    text: section as Update['text'],
  })
}
