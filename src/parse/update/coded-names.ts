import type { EditorLanguage } from '../../model/language/language.js'
import type { Located, Path } from '../../model/problem/located.js'
import type { Problem } from '../../model/problem/problem.js'
import { fieldAt } from '../../model/updates/vocabulary.js'
import type { Known } from './checks.js'

export type Reading = {
  raw: Located
  known: Known
  /** By path of codes, the file's path. */
  origins: Map<string, Path>
  problems: Problem[]
  /** Whether a key has a name other than its code. */
  inWords: boolean
}

/** For a missing path: its existing part, and the rest in codes. */
export function originOf(path: Path, origins: Reading['origins']): Path {
  const origin = origins.get(JSON.stringify(path))
  if (origin || path.length === 0) return origin ?? path
  return [...originOf(path.slice(0, -1), origins), path.at(-1) as PropertyKey]
}

export function nameOf(path: Path, language: EditorLanguage): string {
  return fieldAt(path)?.names[language][0] ?? String(path.at(-1))
}
