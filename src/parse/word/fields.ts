import { codeNamed, type NameList } from '../../model/language/names.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { FIELDS, fieldAt, fieldNamed, keyNames } from '../../model/updates/vocabulary.js'
import type { Known } from '../update/checks.js'
import { plainText, type WordParagraph, type WordRow } from './document.js'
import { chosen, heldIn, otherDay } from './form-values.js'

const LISTS = /^concerns\.(?:roles|competences|communes)$/
const ADDRESSES = /^(?:links\.(?:fr|nl)|event\.url)$/
const DATES = /^(?:from|until|deadline|event\.(?:start|end))$/
const HEADER = /^(?:champ|veld|field)\b/i
const DEPTH = 4

type Spot = { place: Place; written: string; label: string }
type Tree = { [key: string]: Tree | string | (Tree | string)[] }
type Reading = {
  root: Tree
  /** Of a key with parts, the first row of its parts. */
  firsts: Map<string, Place>
  /** By path, where the value is and what is written there; `label` is the key as its row has it. */
  spots: Map<string, Spot>
  problems: Problem[]
  file: string
  known: Pick<Known, 'names'>
}

/**
 * The table of fields as a value that knows its rows: first column the key (`deadline`, `authority.fr`) or its names
 * (`Date limite / Uiterste datum`), second the value; further columns explain. Lists are separated by commas, or spaces. `links.…`
 * rows that come again begin the next link. A row without a value counts as if it weren't there. Keys come as codes, values as they are written.
 */
export function wordFields(
  rows: readonly WordRow[],
  file: string,
  known: Pick<Known, 'names'> = {},
): { located: Located; problems: Problem[] } {
  const reading: Reading = {
    root: Object.create(null),
    firsts: new Map(),
    spots: new Map(),
    problems: [],
    file,
    known,
  }
  for (const { number, cells } of rows) {
    const key = textOf(cells[0] ?? [])
    if (key === '' || (number === 1 && HEADER.test(key))) continue
    readRow(key, cells[1] ?? [], { line: number, column: 1, unit: 'row' }, reading)
  }
  return { located: locatedIn(reading), problems: reading.problems }
}

/** `Authority (fr)`, `Autorité (français)` and `authority.fr` are one key. What names none stays as it is. */
function keyFrom(text: string): string[] {
  const named = fieldNamed(text)
  if (named) return named
  const [first = '', ...rest] = text
    .toLowerCase()
    .replace(/[*:()]/g, ' ')
    .split(/[\s.]+/)
    .filter(Boolean)
  const key = codeNamed(first, keyNames(FIELDS))
  return key === null || rest.length >= DEPTH ? [oneLine(text)] : [key, ...rest]
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

function readRow(label: string, cell: readonly WordParagraph[], place: Place, reading: Reading): void {
  const parts = keyFrom(label)
  const key = parts.join('.')
  const value = valueIn(parts, cell, reading)
  const path = parts[0] === 'links' && parts.length > 1 ? linkPath(parts.slice(1), reading, value) : parts
  const id = JSON.stringify(path)
  if (value === '' && !reading.spots.has(id)) reading.spots.set(id, { place, written: '', label })
  if (value === '') return
  const parent = parentOf(path, reading)
  const last = String(path.at(-1))
  if (parent === null || Object.hasOwn(parent, last)) {
    reading.problems.push(takenBefore(label, reading.spots.get(id), place, reading.file))
    return
  }
  reading.spots.set(id, { place, written: value, label })
  const held = DATES.test(key) ? otherDay(value, heldIn(cell)) : null
  if (held) {
    const values = { key: oneLine(label), found: value, held }
    reading.problems.push(problemAt(reading.file, place, 'word-day-differs', values))
  }
  for (let depth = 1; depth < path.length; depth++) {
    const parent = JSON.stringify(path.slice(0, depth))
    if (!reading.firsts.has(parent)) reading.firsts.set(parent, place)
  }
  const list = LISTS.test(key) ? itemsOf(value, namesAt(parts, reading.known)) : null
  list?.forEach((item, index) => {
    reading.spots.set(JSON.stringify([...path, index]), { place, written: item, label })
  })
  parent[last] = list ?? value
}

/** The same key in two rows, under one name or two. */
function takenBefore(label: string, first: Spot | undefined, place: Place, file: string): Problem {
  if (!first || first.label === label) return problemAt(file, place, 'key-twice', { key: oneLine(label) })
  const values = { key: oneLine(label), other: oneLine(first.label), firstLine: first.place.line }
  return problemAt(file, place, 'key-named-twice', values)
}

function namesAt(path: readonly string[], { names }: Pick<Known, 'names'>): NameList {
  const values = fieldAt(path)?.values
  return (typeof values === 'string' ? names?.[values] : values) ?? {}
}

/** Far more words than any name of a list has. */
const NAME_WORDS = 6

/** Between commas, a name may have several words (`Espace public`); without commas, names of one word or more follow one another. */
function itemsOf(value: string, names: NameList): string[] {
  return value.split(/[,;\n]/).flatMap(piece => {
    const words = piece.split(/\s/).filter(Boolean)
    const items: string[] = []
    for (let at = 0; at < words.length; ) {
      const longest = Math.min(NAME_WORDS, words.length - at)
      const lengths = Array.from({ length: longest }, (_, index) => longest - index)
      const named = lengths.find(length => codeNamed(words.slice(at, at + length).join(' '), names))
      items.push(words.slice(at, at + (named ?? 1)).join(' '))
      at += named ?? 1
    }
    return items
  })
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

function valueIn(parts: readonly string[], cell: readonly WordParagraph[], { known }: Reading): string {
  const key = parts.join('.')
  const address = ADDRESSES.test(key) && cell.flatMap(({ runs }) => runs).find(({ link }) => link)?.link
  if (address) return address.trim()
  const text = textOf(cell)
  if (fieldAt(parts)?.values) return chosen(text, heldIn(cell), namesAt(parts, known))
  // Word begins a cell with a capital by itself.
  if (key === 'id') return text.slice(0, 1).toLowerCase() + text.slice(1)
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
    label: path => {
      const label = spotOf(path)?.label
      return label === undefined ? null : oneLine(label)
    },
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
