import type { z } from 'zod'
import { EDITOR_LANGUAGES } from '../language/language.js'
import { saidNames } from '../language/names.js'
import { keysAt, type Located, namingAt, notAllowed, offered, type Path, withValues } from './located.js'
import { type Problem, type ProblemCode, problemAt } from './problem.js'

export function problemsOfIssue(issue: z.core.$ZodIssue, schema: z.ZodType, located: Located): Problem[] {
  const { path } = issue
  if (issue.code === 'unrecognized_keys') {
    const allowed = keysAt(schema, path)
    return issue.keys.map(key => unknownKey(key, allowed, located, path))
  }
  if (issue.code === 'invalid_key')
    return (issue.issues as z.core.$ZodIssueCustom[]).map(({ params }) => {
      const { problem, values } = params as Asked
      const named = { ...namingAt(located, path.slice(0, -1)), found: String(path.at(-1)), ...values }
      return problemAt(located.file, located.keyPlaceOf(path), problem, named as never)
    })
  if (located.written(path) === '') return [missing(schema, located, path)]
  if (issue.code === 'custom') {
    const { problem, values } = issue.params as Asked
    if (problem === 'key-missing') return [missing(schema, located, path)]
    return [withValues(problem, values, located, path)]
  }
  if (issue.code === 'invalid_value') {
    const allowed = issue.values.map(String)
    return [notAllowed(located, path, allowed)]
  }
  return [wrongShape(issue, schema, located, path)]
}

function unknownKey(key: string, allowed: string[], located: Located, path: Path): Problem {
  const list = located.words?.keysAt(path) ?? null
  const inner = [...path, key]
  const elsewhere = located.words?.elsewhere(key)
  const values = { key: located.label?.(inner) ?? key, ...offered(key, allowed, list), ...elsewhere }
  return problemAt(located.file, located.keyPlaceOf(inner), 'key-unknown', values)
}

function wrongShape(issue: z.core.$ZodIssue, schema: z.ZodType, located: Located, path: Path): Problem {
  const expected = issue.code === 'invalid_type' ? issue.expected : 'string'
  if (expected === 'array') return withValues('list-expected', itemsMeant(located, path), located, path)
  if (expected === 'number') return numberWrong(located, path)
  if (expected === 'record') return withValues('codes-expected', {}, located, path)
  if (expected !== 'object') return withValues('text-expected', {}, located, path)
  const allowed = keysAt(schema, path)
  if (isLocalized(allowed)) {
    const languages = String(allowed) === String(EDITOR_LANGUAGES) ? {} : { languages: allowed }
    return withValues('both-languages-expected', languages, located, path)
  }
  const list = located.words?.keysAt(path)
  const said = list ? { said: saidNames(allowed, list) } : {}
  return withValues('keys-expected', { allowed, ...said }, located, path)
}

/** `bourgmestre et échevin` are two items; the keys of one item are in brackets of their own. */
function itemsMeant(located: Located, path: Path): { meant?: string } {
  const value = path.reduce<unknown>(
    (part, key) => (part as Record<PropertyKey, unknown>)?.[key],
    located.value,
  )
  if (typeof value === 'object' && value !== null) {
    const keys = Object.keys(value).map(key =>
      namingAt(located, [...path, key])
        .key.split('.')
        .at(-1),
    )
    return { meant: `{${keys.map(key => `${key}: …`).join(', ')}}` }
  }
  const items = located.written(path).split(/[,;&+]|\s(?:et|en|and)\s/)
  return items.length > 1
    ? {
        meant: items
          .map(item => item.trim())
          .filter(Boolean)
          .join(', '),
      }
    : {}
}

/** `4.000,50 €` was meant as 4000.50. */
function numberWrong(located: Located, path: Path): Problem {
  const bare = located.written(path).replace(/["'€\s\u00a0\u202f_]|EUR/g, '')
  const plain = bare.replace(/[.,](?=\d{3}(?:\D|$))/g, '').replace(',', '.')
  const suggestion = /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? plain : null
  return withValues('number-wrong', { suggestion }, located, path)
}

/** Every problem that our schema finds in a value, at its place in the file. */
export function problemsOf(schema: z.ZodType, located: Located): Problem[] {
  const parsed = schema.safeParse(located.value)
  return parsed.success ? [] : parsed.error.issues.flatMap(issue => problemsOfIssue(issue, schema, located))
}

/** The valid parts of an object, so that they can be checked against one another. */
export function soundParts<S extends z.ZodRawShape>(
  schema: z.ZodObject<S>,
  value: unknown,
): Partial<z.infer<z.ZodObject<S>>> {
  if (value === null || typeof value !== 'object') return {}
  const given = value as Record<string, unknown>
  const sound = Object.entries(schema.shape).flatMap(([key, part]) => {
    const parsed = (part as z.ZodType).safeParse(given[key])
    return parsed.success ? [[key, parsed.data]] : []
  })
  return Object.fromEntries(sound)
}

/** What our schemas put into a zod issue, so that it becomes a problem at its place in the file. */
type Asked = { problem: ProblemCode; values: Record<string, unknown> }

function missing(schema: z.ZodType, located: Located, path: Path): Problem {
  const last = String(path.at(-1))
  const parent = path.slice(0, -1)
  const place = located.keyPlaceOf(path)
  const cut = located.cut?.(path)
  if (cut) return problemAt(located.file, place, 'value-cut', { ...namingAt(located, path), found: cut })
  if (isLocalized(keysAt(schema, parent))) {
    const row = located.label?.(path)
    const values = { ...namingAt(located, parent), language: last, ...(row ? { row } : {}) }
    return problemAt(located.file, place, 'language-missing', values)
  }
  return problemAt(located.file, place, 'key-missing', namingAt(located, path))
}

/** Whether these keys are languages: no others of ours have two letters. */
function isLocalized(keys: readonly string[]): boolean {
  return keys.length > 0 && keys.every(key => /^[a-z]{2}$/.test(key))
}
