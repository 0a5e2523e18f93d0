import { bareName, codeNamed, type NameList } from '../language/names.js'
import { BOTH, FIELDS, type Field, type Fields } from './update-fields.js'

/** The field at a path of codes; indices are ignored. */
export function fieldAt(path: readonly PropertyKey[]): Field | null {
  let parts: Fields | undefined = FIELDS
  let field: Field | null = null
  for (const key of path) {
    if (typeof key !== 'string') continue
    field = parts && Object.hasOwn(parts, key) ? (parts[key] ?? null) : null
    if (!field) return null
    parts = field.parts
  }
  return field
}

const LISTS = new WeakMap<Fields, NameList>()

/** The names of keys as a list for look-ups. */
export function keyNames(fields: Fields): NameList {
  const known = LISTS.get(fields)
  if (known) return known
  const names = Object.fromEntries(Object.entries(fields).map(([key, field]) => [key, field.names]))
  LISTS.set(fields, names)
  return names
}

/** The one key within another that a name means: `lieu` is `event.place`. Null where there is none, or there are two; a title is mostly the text's. */
export function innerField(name: string): string[] | null {
  const paths = Object.entries(FIELDS).flatMap(([key, { parts }]) => {
    const inner = parts === BOTH ? null : codeNamed(name, keyNames(parts ?? {}))
    return inner && inner !== 'title' && !Object.hasOwn(BOTH, inner) ? [[key, inner]] : []
  })
  return paths.length === 1 ? (paths[0] ?? null) : null
}

const FILLERS = new Set(['de', 'du', 'des', 'la', 'le', 'l', 'd', 'en', 'in', 'het', 'van', 'voor', 'pour'])

/** Far more words than any label has. */
const WORDS = 16

/**
 * The key that a label in a Word file's table names: `amount.max`, `Montant maximum`, `Événement : lieu (fr)`; `Thème / Onderwerp` is one key in two
 * languages. Null for none or two.
 */
export function fieldNamed(label: string): string[] | null {
  const whole = pathOf(label)
  if (whole) return whole
  const paths = label
    .slice(0, 300)
    .split(/[/|\n]/)
    .filter(part => part.trim() !== '')
    .map(pathOf)
  const [first] = paths
  return first && paths.every(path => path?.join('.') === first.join('.')) ? first : null
}

function pathOf(label: string): string[] | null {
  const words = label
    .slice(0, 300)
    .split(/[\s.:()*'’–—-]+/u)
    .filter(word => bareName(word) !== '')
  return words.length === 0 || words.length > WORDS ? null : pathIn(FIELDS, words)
}

/** Longest name first, so that `date limite` is one key. */
function pathIn(fields: Fields | undefined, words: readonly string[]): string[] | null {
  if (words.length === 0) return []
  for (let length = words.length; fields && length > 0; length--) {
    const key = codeNamed(words.slice(0, length).join(''), keyNames(fields))
    const rest = key && pathIn(fields[key]?.parts, words.slice(length))
    if (key && rest) return [key, ...rest]
  }
  return FILLERS.has(bareName(words[0] ?? '')) && words.length > 1 ? pathIn(fields, words.slice(1)) : null
}
