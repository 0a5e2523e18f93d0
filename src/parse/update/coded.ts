import { dayWritten, momentWritten } from '../../model/calendar/iso-date.js'
import type { EditorLanguage } from '../../model/language/language.js'
import { bareName, codeNamed, type NameList, withoutNames } from '../../model/language/names.js'
import { dottedPath, type Located, type Naming, type Path } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import { FIELDS, type Field, type Fields } from '../../model/updates/update-fields.js'
import { fieldAt, innerField, keyNames } from '../../model/updates/vocabulary.js'
import { type Known, namesOf } from './checks.js'
import { nameOf, originOf, type Reading } from './coded-names.js'
import { amountWritten } from './written-amount.js'

/**
 * An update's keys and values as codes, from any names that the editor used; days, moments and amounts in stored form. Places and written values stay
 * the file's. Two names of one key are a problem at the second. Unknown ones stay for the schema to report.
 */
export function coded(raw: Located, known: Known): { located: Located; problems: Problem[] } {
  const reading: Reading = { raw, known, origins: new Map(), problems: [], inWords: false }
  // decision 52
  const value = partIn(raw.value, { names: { fr: [''], nl: [''] }, parts: FIELDS }, [], [], reading)
  return { located: locatedIn(value, reading), problems: reading.problems }
}

function partIn(part: unknown, field: Field | null, at: Path, from: Path, reading: Reading): unknown {
  if (Array.isArray(part)) return itemsIn(part, field, at, from, reading)
  if (part !== null && typeof part === 'object') return keysIn(part, field?.parts ?? {}, at, from, reading)
  return typeof part === 'string' && field ? valueIn(part, field, reading.known) : part
}

/** A code listed under two names (`Ixelles, Elsene`) counts once. */
function itemsIn(list: readonly unknown[], field: Field | null, at: Path, from: Path, reading: Reading) {
  const items: unknown[] = []
  const names = new Map<unknown, unknown>()
  list.forEach((written, index) => {
    const path = [...at, items.length]
    reading.origins.set(JSON.stringify(path), [...from, index])
    const item = partIn(written, field, path, [...from, index], reading)
    if (field?.values && names.has(item) && names.get(item) !== written) return
    names.set(item, written)
    items.push(item)
  })
  return items
}

/** Objects without a prototype: `__proto__` and `constructor` are ordinary keys. */
function keysIn(part: object, fields: Fields, at: Path, from: Path, reading: Reading): object {
  const keys: Record<string, unknown> = Object.create(null)
  for (const [written, value] of Object.entries(part)) {
    const code = codeNamed(written, keyNames(fields)) ?? written
    const origin = [...from, written]
    const path = [...at, code]
    if (Object.hasOwn(keys, code)) {
      namedTwice(path, origin, reading)
      continue
    }
    if (code !== written || isLabelled(origin, reading.raw)) reading.inWords = true
    reading.origins.set(JSON.stringify(path), origin)
    const field = Object.hasOwn(fields, code) ? (fields[code] ?? null) : null
    keys[code] = partIn(value, field, path, origin, reading)
  }
  return keys
}

function isLabelled(origin: Path, { label }: Located): boolean {
  const called = label?.(origin) ?? null
  return called !== null && bareName(called) !== bareName(dottedPath(origin))
}

function namedTwice(path: Path, second: Path, { raw, origins, problems }: Reading): void {
  const first = origins.get(JSON.stringify(path)) ?? path
  const place = raw.keyPlaceOf(second)
  const values = {
    key: String(second.at(-1)),
    other: String(first.at(-1)),
    firstLine: raw.keyPlaceOf(first).line,
  }
  problems.push(problemAt(raw.file, place, 'key-named-twice', values))
}

function valueIn(text: string, { values, reads }: Field, known: Known): string {
  const isListed = typeof values === 'string' && values !== 'levels' && values !== 'roles'
  const list = namesOf(values, known) ?? (isListed ? withoutNames(known[values]) : null)
  if (list) return codeNamed(text, list) ?? text
  if (reads === 'day') return dayWritten(text) ?? text
  if (reads === 'moment') return momentWritten(text) ?? text
  return reads === 'amount' ? (amountWritten(text) ?? text) : text
}

function locatedIn(value: unknown, reading: Reading): Located {
  const { raw, origins, known } = reading
  const { cut } = raw
  const from = (path: Path) => originOf(path, origins)
  return {
    file: raw.file,
    value,
    placeOf: path => raw.placeOf(from(path)),
    keyPlaceOf: path => raw.keyPlaceOf(from(path)),
    written: path => raw.written(from(path)),
    label: path => raw.label?.(from(path)) ?? null,
    ...(cut ? { cut: path => cut(from(path)) } : {}),
    words: {
      naming: path => namingOf(path, reading),
      elsewhere: key => elsewhere(key, reading),
      keysAt: path => (reading.inWords ? partsNames(path) : null),
      valuesAt: path => namesOf(fieldAt(path)?.values, known),
    },
  }
}

function elsewhere(key: string, { inWords }: Reading) {
  const path = innerField(key)
  if (!path) return null
  const named = (language: EditorLanguage) =>
    path.map((_, index) => nameOf(path.slice(0, index + 1), language)).join('.')
  return { suggestion: path.join('.'), ...(inWords ? { meant: { fr: named('fr'), nl: named('nl') } } : {}) }
}

function partsNames(path: Path): NameList | null {
  const parts = path.length === 0 ? FIELDS : fieldAt(path)?.parts
  return parts ? keyNames(parts) : null
}

/** The key as the editor wrote it; a missing one in the reader's language, unless the file has only codes. */
function namingOf(path: Path, { raw, origins, inWords }: Reading): Naming {
  const label = raw.label?.(originOf(path, origins))
  if (label) return { key: label }
  // A table has rows for subkeys, but none for their parent.
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
