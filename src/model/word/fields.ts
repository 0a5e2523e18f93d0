import type { Located, Path } from '../problem/located.js'
import { type Place, type Problem, problemAt } from '../problem/problem.js'
import { plainText, type WordParagraph, type WordRow } from './document.js'

/** Keys whose value is one of a list, or an id: Word begins a cell with a capital by itself. */
const SMALL = /^(?:id|kind|topic|level|urgency|status|concerns\.(?:roles|competences))$/
const LISTS = /^concerns\.(?:roles|competences|communes)$/
const ADDRESSES = /^(?:links\.(?:fr|nl)|event\.url)$/
const DATES = /^(?:from|until|deadline|event\.(?:start|end))$/
const HEADER = /^(?:champ|veld|field)\b/i
const DEPTH = 4

type Tree = { [key: string]: Tree | string | (Tree | string)[] }
type Reading = {
  root: Tree
  /** Of a key with parts, the first row of its parts. */
  firsts: Map<string, Place>
  spots: Map<string, { place: Place; written: string }>
  problems: Problem[]
  file: string
}

/**
 * The table of fields as a value that knows its rows: first column the key (`deadline`, `authority.fr`), second the
 * value; further columns explain. Lists are separated by spaces or commas. `links.…` rows that come again begin the
 * next link. A row without a value counts as if it weren't there.
 */
export function wordFields(
  rows: readonly WordRow[],
  file: string,
): { located: Located; problems: Problem[] } {
  const reading: Reading = {
    root: Object.create(null),
    firsts: new Map(),
    spots: new Map(),
    problems: [],
    file,
  }
  for (const { number, cells } of rows) {
    const key = textOf(cells[0] ?? [])
    if (key === '' || (number === 1 && HEADER.test(key))) continue
    readRow(keyFrom(key), cells[1] ?? [], { line: number, column: 1, unit: 'row' }, reading)
  }
  return { located: locatedIn(reading), problems: reading.problems }
}

/** `Authority (fr)`, `authority fr` and `authority.fr` are one key. */
function keyFrom(text: string): string[] {
  const parts = text
    .toLowerCase()
    .replace(/[*:()]/g, ' ')
    .split(/[\s.]+/)
    .filter(Boolean)
  return parts.length > DEPTH ? [text] : parts
}

function readRow(parts: string[], cell: readonly WordParagraph[], place: Place, reading: Reading): void {
  const key = parts.join('.')
  const value = valueIn(key, cell)
  const path = parts[0] === 'links' && parts.length > 1 ? linkPath(parts.slice(1), reading, value) : parts
  const id = JSON.stringify(path)
  if (value === '' && !reading.spots.has(id)) reading.spots.set(id, { place, written: '' })
  if (value === '') return
  const parent = parentOf(path, reading)
  const last = String(path.at(-1))
  if (parent === null || Object.hasOwn(parent, last)) {
    reading.problems.push(problemAt(reading.file, place, 'key-twice', { key }))
    return
  }
  reading.spots.set(id, { place, written: value })
  for (let depth = 1; depth < path.length; depth++) {
    const parent = JSON.stringify(path.slice(0, depth))
    if (!reading.firsts.has(parent)) reading.firsts.set(parent, place)
  }
  const list = LISTS.test(key) ? value.split(/[\s,;]+/).filter(Boolean) : null
  list?.forEach((item, index) => {
    reading.spots.set(JSON.stringify([...path, index]), { place, written: item })
  })
  parent[last] = list ?? value
}

/** The link that a row belongs to: the last one, or the next where the last has this row already. */
function linkPath(rest: string[], { root, spots }: Reading, value: string): Path {
  const links = Array.isArray(root.links) ? root.links : []
  const last = Math.max(0, links.length - 1)
  const isTaken = spots.get(JSON.stringify(['links', last, ...rest]))?.written
  return ['links', value !== '' && isTaken ? last + 1 : last, ...rest]
}

/** The object that holds the last key of a path, made on the way; null where a text stands in its place. */
function parentOf(path: Path, { root }: Reading): Tree | null {
  let at = root
  for (let depth = 0; depth < path.length - 1; depth++) {
    const key = String(path[depth])
    const isList = key === 'links' && depth === 0 && typeof path[1] === 'number'
    if (!Object.hasOwn(at, key)) at[key] = isList ? [] : Object.create(null)
    const next = isList ? itemOf(at[key], Number(path[1])) : at[key]
    if (isList) depth += 1
    if (typeof next !== 'object' || Array.isArray(next)) return null
    at = next
  }
  return at
}

function itemOf(list: Tree[string] | undefined, index: number): Tree | string | undefined {
  if (!Array.isArray(list)) return undefined
  list[index] ??= Object.create(null) as Tree
  return list[index]
}

function valueIn(key: string, cell: readonly WordParagraph[]): string {
  const address = ADDRESSES.test(key) && cell.flatMap(({ runs }) => runs).find(({ link }) => link)?.link
  if (address) return address.trim()
  const text = textOf(cell)
  if (SMALL.test(key)) return text.slice(0, 1).toLowerCase() + text.slice(1)
  // Word makes hyphens longer while one types.
  return DATES.test(key) ? text.replace(/(?<=\d)[\u2010-\u2015](?=\d)/g, '-') : text
}

function textOf(cell: readonly WordParagraph[]): string {
  return cell.map(plainText).join('\n').trim()
}

function locatedIn({ root, firsts, spots, file }: Reading): Located {
  const spotOf = (path: Path) => spots.get(JSON.stringify(path))
  const placeOf = (path: Path): Place => {
    const known = spotOf(path)?.place ?? firsts.get(JSON.stringify(path))
    if (known) return known
    return path.length > 0 ? placeOf(path.slice(0, -1)) : { line: 1, column: 1, unit: 'row' }
  }
  return {
    file,
    value: root,
    placeOf,
    keyPlaceOf: placeOf,
    written: path => spotOf(path)?.written ?? (hasParts(root, path) ? path.map(String).join('.') : ''),
  }
}

/** A key that has parts is not missing. */
function hasParts(root: Tree, path: Path): boolean {
  const found = path.reduce<unknown>(
    (part, key) =>
      part !== null && typeof part === 'object' && Object.hasOwn(part, key)
        ? (part as Record<PropertyKey, unknown>)[key]
        : undefined,
    root,
  )
  return typeof found === 'object' && found !== null
}
