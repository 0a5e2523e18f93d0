import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Agency } from '../model/agency/agency.js'
import type { Branding } from '../model/agency/branding.js'
import type { CompiledTemplates, Strings } from '../model/editions/edition.js'
import { forEach, inLanguage, type Language } from '../model/language/language.js'
import { readBranding } from './branding-file.js'
import { compileWith } from './compile.js'
import { lineAt } from './source.js'
import { TemplateError } from './template-error.js'

/** The parts of a templates folder that an edition freezes. */
export type Templates = { house: Branding; strings: Record<Language, Strings>; templates: CompiledTemplates }

/**
 * Reads and compiles a templates folder: house.yaml, locales, MJML, text and subject. Throws a TemplateError, `templates/edition.mjml:12 …`, for the
 * first fault.
 */
export async function loadTemplates(dir: string, agency: Agency): Promise<Templates> {
  const { languages } = agency
  const house = await readBranding(dir, languages)
  const strings = await loadLocales(dir, agency)
  return { house, strings, templates: await compileWith(dir, house, languages) }
}

/** What was read last, by folder and languages: it is read at each request, and changes at each release. */
const memoized = new Map<string, { sources: string; strings: Record<Language, Strings> }>()

/**
 * The locale files of the agency's languages, with the labels of its own codes. All files have the same keys, or a TemplateError names one that one of
 * them lacks. Nobody may change them.
 */
export async function loadLocales(
  dir: string,
  { languages, labels }: Agency,
): Promise<Record<Language, Strings>> {
  const locales = await Promise.all(languages.map(language => readLocale(dir, language)))
  const sources = locales.map(({ source }) => source).join('\0')
  const key = `${resolve(dir)} ${languages}`
  const known = memoized.get(key)
  if (known?.sources === sources) return withLabels(known.strings, labels)
  const read = locales.map((locale): [string, Strings] => [locale.name, parseLocale(locale)])
  for (const other of read.slice(1)) {
    checkKeys(read[0] as [string, Strings], other)
    checkKeys(other, read[0] as [string, Strings])
  }
  const strings = Object.fromEntries(languages.map((language, index) => [language, read[index]?.[1] ?? {}]))
  memoized.set(key, { sources, strings })
  return withLabels(strings, labels)
}

/** A list that agency.yaml writes replaces that of the locales. */
const withLabels = (strings: Record<Language, Strings>, labels: Agency['labels']) =>
  forEach(Object.keys(strings), language => ({
    ...strings[language],
    ...Object.fromEntries(Object.entries(labels).map(([list, said]) => [list, inLanguage(said, language)])),
  }))

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
