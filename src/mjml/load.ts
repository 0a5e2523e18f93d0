import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { House } from '../model/agency/branding.js'
import type { CompiledTemplates, Strings } from '../model/editions/edition.js'
import { LANGUAGES, type Language } from '../model/language/language.js'
import { compileWith } from './compile.js'
import { readHouse } from './house-file.js'
import { lineAt } from './source.js'
import { TemplateError } from './template-error.js'

/** Everything of a templates folder that an edition freezes. */
export type Templates = { house: House; strings: Record<Language, Strings>; templates: CompiledTemplates }

/**
 * Reads and compiles a templates folder: house.yaml, locales, MJML, text and subject.
 * Throws a TemplateError, `templates/edition.mjml:12 …`, at the first thing that is wrong.
 */
export async function loadTemplates(dir: string): Promise<Templates> {
  const house = await readHouse(dir)
  const strings = await loadLocales(dir)
  return { house, strings, templates: await compileWith(dir, house) }
}

/** What was read last, by folder: it is read at each request, and changes at each release. */
const remembered = new Map<string, { sources: string; strings: Record<Language, Strings> }>()

/** The locale files; both have the same keys, or a TemplateError names one that only one of them has. Nobody may change them. */
export async function loadLocales(dir: string): Promise<Record<Language, Strings>> {
  const [fr, nl] = await Promise.all(LANGUAGES.map(language => readLocale(dir, language)))
  if (!fr || !nl) throw new Error('Two locales are read.')
  const sources = `${fr.source}\0${nl.source}`
  const known = remembered.get(resolve(dir))
  if (known?.sources === sources) return { ...known.strings }
  const strings = { fr: parseLocale(fr), nl: parseLocale(nl) }
  checkKeys([fr.name, strings.fr], [nl.name, strings.nl])
  checkKeys([nl.name, strings.nl], [fr.name, strings.fr])
  remembered.set(resolve(dir), { sources, strings })
  return { ...strings }
}

function checkKeys([name, strings]: [string, Strings], [otherName, other]: [string, Strings]) {
  const known = new Set(keysOf(other))
  const missing = keysOf(strings).find(key => !known.has(key))
  if (missing) throw new TemplateError(otherName, 1, `"${missing}" is missing; ${name} has it.`)
}

type Locale = { name: string; source: string }

async function readLocale(dir: string, language: Language): Promise<Locale> {
  const root = resolve(dir)
  const name = join(basename(root), 'locales', `${language}.json`)
  const source = await readFile(join(root, 'locales', `${language}.json`), 'utf8').catch(() => {
    throw new TemplateError(name, 1, 'can’t be read.')
  })
  return { name, source }
}

function parseLocale({ name, source }: Locale): Strings {
  try {
    return asStrings(JSON.parse(source), '')
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error)
    const position = Number(/position (\d+)/.exec(message)?.[1] ?? 0)
    throw new TemplateError(name, lineAt(source, position), message)
  }
}

function asStrings(value: unknown, path: string): Strings {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`"${path}" must be a text or a group of texts.`)
  const entries = Object.entries(value).map(([key, inner]): [string, string | Strings] => [
    key,
    typeof inner === 'string' ? inner : asStrings(inner, path ? `${path}.${key}` : key),
  ])
  return Object.fromEntries(entries)
}

/** The dotted keys of a locale's texts, sorted. */
export function keysOf(strings: Strings, prefix = ''): string[] {
  return Object.entries(strings)
    .flatMap(([key, value]) =>
      typeof value === 'string' ? `${prefix}${key}` : keysOf(value, `${prefix}${key}.`),
    )
    .sort()
}
