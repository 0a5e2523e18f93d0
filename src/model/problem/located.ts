import { z } from 'zod'
import { didYouMean } from '../language/did-you-mean.js'
import type { EditorLanguage } from '../language/language.js'
import { codeMeant, type NameList, type Said, saidNames } from '../language/names.js'
import type { Problem } from './problem.js'
import { type Place, type ProblemCode, problemAt } from './problem.js'
import type { ProblemValues } from './problem-values.js'

export type Path = readonly PropertyKey[]

/** A value from a file, with the place of each part. */
export type Located = {
  file: string
  value: unknown
  /** Where the value of a path begins; for a missing path, where its nearest parent does. */
  placeOf: (path: Path) => Place
  /** Where the key of a path begins. */
  keyPlaceOf: (path: Path) => Place
  /** The value as written; empty when it is missing or empty. */
  written: (path: Path) => string
  /** The rest of the value's line that was left out; null for nothing, or for a marked remark. */
  cut?: (path: Path) => string | null
  /** The file's own name of a key, such as a row's label. Null where it has none. */
  label?: (path: Path) => string | null
  /** For a file whose keys and values may have names; see {@link Words}. */
  words?: Words
}

/** A key as the editor wrote it; `named`: a missing key's name in the readers' languages. */
export type Naming = { key: string; named?: Record<EditorLanguage, string> }

/**
 * The names of keys and values in a file. `keysAt` and `valuesAt`: null where only codes exist. `elsewhere`: the key within another that a misplaced
 * key names.
 */
export type Words = {
  naming: (path: Path) => Naming
  keysAt: (path: Path) => NameList | null
  valuesAt: (path: Path) => NameList | null
  elsewhere: (key: string) => { suggestion: string; meant?: Record<EditorLanguage, string> } | null
}

/** The problem that a path's value is not an allowed one. */
export function notAllowed(located: Located, path: Path, allowed: readonly string[]): Problem {
  const list = located.words?.valuesAt(path) ?? null
  return withValues('not-allowed', offered(located.written(path), allowed, list), located, path)
}

/** The allowed codes, the one that was meant, and their names for readers. */
export function offered(
  written: string,
  allowed: readonly string[],
  list: NameList | null,
): { allowed: string[]; suggestion: string | null; said?: Said } {
  if (!list) return { allowed: [...allowed], suggestion: didYouMean(written, allowed) }
  const meant = codeMeant(written, list)
  const suggestion = meant !== null && allowed.includes(meant) ? meant : null
  return { allowed: [...allowed], suggestion, said: saidNames(allowed, list) }
}

export function withValues(code: ProblemCode, values: object, located: Located, path: Path): Problem {
  const all = { ...namingAt(located, path), found: located.written(path), ...values }
  return problemAt(located.file, located.placeOf(path), code, all as ProblemValues[ProblemCode])
}

/** The name of a key in messages. */
export function namingAt(located: Located, path: Path): Naming {
  return located.words?.naming(path) ?? { key: dottedPath(path) }
}

/** `links[1].fr` is named `links.fr`: the place tells which one. */
export function dottedPath(path: Path): string {
  return path.filter(part => typeof part === 'string').join('.')
}

/** The keys that a schema knows at a path. */
export function keysAt(schema: z.core.$ZodType, path: Path): string[] {
  if (schema instanceof z.ZodPipe) {
    return keysAt(schema.in instanceof z.ZodTransform ? schema.out : schema.in, path)
  }
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) return keysAt(schema.unwrap(), path)
  const [key, ...rest] = path
  if (schema instanceof z.ZodArray && key !== undefined) return keysAt(schema.element, rest)
  if (schema instanceof z.ZodRecord && key !== undefined) return keysAt(schema.valueType, rest)
  if (!(schema instanceof z.ZodObject)) return []
  if (key === undefined) return Object.keys(schema.shape)
  const inner = Object.hasOwn(schema.shape, key) ? schema.shape[String(key)] : undefined
  return inner ? keysAt(inner, rest) : []
}
