import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROJECT_ROOT } from '../../../src/config.js'
import { keysOf } from '../../../src/mjml/load.js'
import type { Strings } from '../../../src/model/editions/edition.js'
import type { Language } from '../../../src/model/language/language.js'
import type { Finding } from './finding.js'

/** What the locales have to be to one another, and to those who use them. */
export function localeFindings(strings: Record<Language, Strings>, dir: string): Finding[] {
  const sources = sourcesOf(dir)
  const [first = {}] = Object.values(strings)
  return [
    ...slotFindings(strings),
    ...unusedKeys(first, sources).map(key => ({
      rule: 'locale-unused',
      place: key,
      message: 'nothing names this text',
    })),
    ...missingKeys(first, sources).map(key => ({
      rule: 'locale-missing',
      place: key,
      message: 'is named in the sources and is not there',
    })),
  ]
}

const textAt = (strings: Strings, key: string) =>
  key
    .split('.')
    .reduce<Strings | string | undefined>((at, part) => (at as Strings | undefined)?.[part], strings)

/** `{title}` and the like are the same in each, or a sentence loses what it is about. */
function slotFindings(strings: Record<Language, Strings>): Finding[] {
  const slots = (text: unknown) => [...new Set(String(text).match(/\{[\w-]+\}/g))].sort().join(' ')
  const [first, ...others] = Object.entries(strings)
  if (!first) return []
  const [language, words] = first
  return keysOf(words).flatMap(key => {
    const own = slots(textAt(words, key))
    return others.flatMap(([other, there]) => {
      const found = slots(textAt(there, key))
      const message = `${language} has ${own || 'none'}, ${other} ${found || 'none'}`
      return own === found ? [] : [{ rule: 'locale-slots', place: key, message }]
    })
  })
}

/** The code as one text. `quoted`, `begun`, `labels`: what it writes as `'key'`, as `\`key${` and in `strings, 'key',`; `paths`: what code or templates name after `words` or `layout`. */
type Sources = { code: string; quoted: Set<string>; begun: Set<string>; labels: Set<string>; paths: string }

function sourcesOf(dir: string): Sources {
  const read = (folder: string, kind: RegExp) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile() && kind.test(entry.name))
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n')
  const [code, templates] = [read(join(PROJECT_ROOT, 'src'), /\.ts$/), read(dir, /\.(mjml|hbs)$/)]
  const named = [...`${code}\n${templates}`.matchAll(/(?:words|layout)((?:\??\.[\w-]+)+)/g)]
  const written = (start: RegExp) => new Set([...code.matchAll(start)].map(([, key]) => key ?? ''))
  return {
    code,
    quoted: written(/'(?=([\w.-]+)')/g),
    begun: written(/`([\w.-]*)\$\{/g),
    labels: written(/strings, '([\w.-]+)',/g),
    paths: named.map(([, path]) => `${path?.replaceAll('?', '')}.`).join('\n'),
  }
}

/** Keys that no source names: in full, by group (`say(strings, \`topics.${…}\`)`, label), or by their end. */
function unusedKeys(strings: Strings, sources: Sources): string[] {
  return keysOf(strings).filter(key => !isNamed(key.replace(/\.(one|other)$/, ''), sources))
}

function isNamed(key: string, { quoted, begun, labels, paths }: Sources): boolean {
  const parts = key.split('.')
  const all = parts.map((_, from) => parts.slice(from).join('.'))
  // `words.edition.brief`, `words.editions`
  if (all.some(end => paths.includes(`.${end}.`))) return true
  // A single word is too common: it counts only within its own group, `notices.update-gone.mistake`.
  const ends = parts.length > 2 ? all : all.slice(0, -1)
  // `'dates.range'`, `text('subject-at-once')`
  if (ends.some(end => quoted.has(end))) return true
  // `\`fields.${field}\``, `\`subject-${stage}\``, `label(strings, 'topics', id)`: the beginning is literal, the rest is data.
  return ends.some(end =>
    [...end.matchAll(/[.-]|(?=[A-Z])|$/g)].some(({ 0: mark, index }) => {
      const start = end.slice(0, index)
      return begun.has(`${start}${mark}`) || begun.has(start) || (mark === '.' && labels.has(start))
    }),
  )
}

/** Keys that the code names in full and the locales lack. */
function missingKeys(strings: Strings, { code }: Sources): string[] {
  const known = new Set(keysOf(strings).flatMap(key => [key, key.replace(/\.(one|other)$/, '')]))
  const named = [...code.matchAll(/\bsay(?:Count)?\(\s*[\w.[\]]+,\s*'([\w.-]+)'/g)].map(
    ([, key]) => key as string,
  )
  return [...new Set(named)].filter(key => !known.has(key)).sort()
}
