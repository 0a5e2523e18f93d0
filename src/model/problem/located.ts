import { z } from 'zod'
import { didYouMean } from '../language/did-you-mean.js'
import type { EditorLanguage } from '../language/language.js'
import { codeMeant, type NameList, type Said, saidNames } from '../language/names.js'
import type { Problem } from './problem.js'
import { type Place, type ProblemCode, problemAt } from './problem.js'
import type { ProblemValues } from './problem-values.js'

export type Path = readonly PropertyKey[]

/** A value read from a file, which knows where each of its parts stands there. */
export type Located = {
  file: string
  value: unknown
  /** Where the value of a path begins; for a path that is not there, its nearest parent. */
  placeOf: (path: Path) => Place
  /** Where the key of a path begins. */
  keyPlaceOf: (path: Path) => Place
  /** The value as it is written; empty when it is missing or empty. */
  written: (path: Path) => string
  /** What follows the value on its line and was left out; null for nothing, and for what is marked as a remark. */
  cut?: (path: Path) => string | null
  /** What the file itself calls a key, where that isn't the key: the label of a row. Null where it has none. */
  label?: (path: Path) => string | null
  /** Of a file whose keys and values may have names: see {@link Words}. */
  words?: Words
}

/** What a key is called: as the editor wrote it; `named`, where it isn't there, in the languages of readers. */
export type Naming = { key: string; named?: Record<EditorLanguage, string> }

/**
 * The names of keys and values in a file. `keysAt` and `valuesAt`: null where these have none but codes. `elsewhere`: the one
 * key within another that a key names, which was written in the wrong place.
 */
export type Words = {
  naming: (path: Path) => Naming
  keysAt: (path: Path) => NameList | null
  valuesAt: (path: Path) => NameList | null
  elsewhere: (key: string) => { suggestion: string; meant?: Record<EditorLanguage, string> } | null
}

/** The value of a path is not one of those that are allowed. */
export function notAllowed(located: Located, path: Path, allowed: readonly string[]): Problem {
  const list = located.words?.valuesAt(path) ?? null
  return withValues('not-allowed', offered(located.written(path), allowed, list), located, path)
}

/** The codes that are allowed, which of them was meant, and what readers call them. */
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

/** What a key is called in messages. */
export function namingAt(located: Located, path: Path): Naming {
  return located.words?.naming(path) ?? { key: dottedPath(path) }
}

/** `links[1].fr` is named `links.fr`: the place says which one. */
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
  if (!(schema instanceof z.ZodObject)) return []
  if (key === undefined) return Object.keys(schema.shape)
  const inner = Object.hasOwn(schema.shape, key) ? schema.shape[String(key)] : undefined
  return inner ? keysAt(inner, rest) : []
}
