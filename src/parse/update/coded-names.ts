import type { EditorLanguage } from '../../model/language/language.js'
import type { NameList } from '../../model/language/names.js'
import { dottedPath, type Located, type Naming, type Path } from '../../model/problem/located.js'
import type { Problem } from '../../model/problem/problem.js'
import { FIELDS } from '../../model/updates/update-fields.js'
import { fieldAt, keyNames } from '../../model/updates/vocabulary.js'
import type { Known } from './checks.js'

export type Reading = {
  raw: Located
  known: Known
  /** By the path of codes, the path as the file has it. */
  origins: Map<string, Path>
  problems: Problem[]
  /** Whether a key has another name than its code. */
  inWords: boolean
}

/** Of a path that is not there: what of it is, and the rest in codes. */
export function originOf(path: Path, origins: Reading['origins']): Path {
  const origin = origins.get(JSON.stringify(path))
  if (origin || path.length === 0) return origin ?? path
  return [...originOf(path.slice(0, -1), origins), path.at(-1) as PropertyKey]
}

export function partsNames(path: Path): NameList | null {
  const parts = path.length === 0 ? FIELDS : fieldAt(path)?.parts
  return parts ? keyNames(parts) : null
}

/** As the editor wrote it; what isn't there, in the reader's language, unless the file has codes alone. */
export function namingOf(path: Path, { raw, origins, inWords }: Reading): Naming {
  const label = raw.label?.(originOf(path, origins))
  if (label) return { key: label }
  // A table has rows for what is within a key, and none for the key.
  const there = raw.label ? [] : longestThere(path, origins)
  const missing = path.slice(there.length).filter(key => typeof key === 'string')
  const written = dottedPath(origins.get(JSON.stringify(there)) ?? [])
  const joined = (names: readonly string[]) => [written, ...names].filter(Boolean).join('.')
  const key = joined(missing)
  if (missing.length === 0 || !inWords) return { key }
  const named = (language: EditorLanguage) =>
    joined(missing.map((_, index) => nameOf([...there, ...missing.slice(0, index + 1)], language)))
  return { key, named: { fr: named('fr'), nl: named('nl') } }
}

function longestThere(path: Path, origins: Reading['origins']): Path {
  return path.length === 0 || origins.has(JSON.stringify(path))
    ? path
    : longestThere(path.slice(0, -1), origins)
}

export function nameOf(path: Path, language: EditorLanguage): string {
  return fieldAt(path)?.names[language][0] ?? String(path.at(-1))
}
