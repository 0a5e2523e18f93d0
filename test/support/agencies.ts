/** Folders of other agencies than Brussels: their recipients, and templates with the words of their languages. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { PROJECT_ROOT } from '../../src/config.js'
import type { Strings } from '../../src/model/editions/edition.js'

const STAFF = [
  { id: 'spoc', email: 'spoc@agency.example', roles: ['spoc'] },
  { id: 'editor', email: 'editor@agency.example', roles: ['editor'] },
  { id: 'approver', email: 'approver@agency.example', roles: ['approver'] },
  { id: 'admin', email: 'admin@agency.example', roles: ['admin'] },
]

/** A commune of the agency, in its languages, and what its mayor reads and is competent for. */
export type TestCommune = {
  nis: string
  names: Record<string, string>
  de_fr?: string
  reading: string
  competence?: string
}

/** Lays agency.yaml, communes, staff and a mayor for each commune into a folder of recipients. */
export function layRecipients(
  dir: string,
  agency: { languages: string[] } & Record<string, unknown>,
  communes: readonly TestCommune[],
): void {
  const { languages } = agency
  mkdirSync(dir, { recursive: true })
  const write = (name: string, value: unknown) =>
    writeFileSync(join(dir, name), stringify(value, { aliasDuplicateObjects: false }))
  write('agency.yaml', agency)
  write('communes.yaml', {
    communes: communes.map(({ nis, names, de_fr }) => ({
      nis,
      ...names,
      ...(de_fr ? { de_fr } : {}),
      postal_codes: [],
      spoc: 'spoc',
    })),
  })
  const phone = '+32 2 000 00 01'
  write('staff.yaml', { staff: STAFF.map(one => ({ ...one, name: one.id, phone, languages })) })
  const head = `id;commune;role;acting;competences;name;${languages.map(one => `salutation_${one};`).join('')}languages;email;since;until`
  const lines = communes.map(
    ({ nis, reading, competence = '' }) =>
      `mayor-${nis};${nis};mayor;no;${competence};Mayor ${nis};${languages.map(one => `Salutation ${one},;`).join('')}${reading};mayor@c${nis}.example;;`,
  )
  writeFileSync(join(dir, 'mandate-holders.csv'), `${[head, ...lines].join('\n')}\n`)
}

/** A copy of the templates in which German stands as Dutch with a mark. */
export function layGermanTemplates(dir: string): void {
  cpSync(join(PROJECT_ROOT, 'templates'), dir, { recursive: true })
  const locale = (language: string) => join(dir, 'locales', `${language}.json`)
  const read = (language: string): Strings => JSON.parse(readFileSync(locale(language), 'utf8'))
  const dutch = read('nl')
  for (const language of ['fr', 'nl'])
    writeFileSync(locale(language), JSON.stringify(withGermanKeys(read(language))))
  writeFileSync(locale('de'), JSON.stringify({ ...withGermanKeys(marked(dutch)), language: GERMAN }))
  const file = join(dir, 'house.yaml')
  writeFileSync(file, stringify(withGerman(parse(readFileSync(file, 'utf8')))))
}

const GERMAN = { name: 'Deutsch', jump: '', back: '' }

const marked = (strings: Strings): Strings =>
  Object.fromEntries(
    Object.entries(strings).map(([key, value]) => [
      key,
      typeof value === 'string' ? `DE·${value}` : marked(value),
    ]),
  )

/** Where a word is about one of the languages, its key says which: `mailNl`, `what-nl`, `nl`. */
const withGermanKeys = (strings: Strings): Strings =>
  Object.fromEntries(
    Object.entries(strings).flatMap(([key, value]): [string, string | Strings][] => {
      if (typeof value !== 'string') return [[key, withGermanKeys(value)]]
      const german = key.replace(/(?<=^|-)nl$/, 'de').replace(/Nl$/, 'De')
      return german === key
        ? [[key, value]]
        : [
            [key, value],
            [german, value],
          ]
    }),
  )

/** Beside each `{fr, nl}`, German: the Dutch with a mark. */
function withGerman(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withGerman)
  if (typeof value !== 'object' || value === null) return value
  const inner = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withGerman(one)]))
  if (typeof inner.nl !== 'string') return inner
  return { ...inner, de: inner.nl.startsWith('https:') ? inner.nl : `DE·${inner.nl}` }
}
