import { codeNamed, type NameList } from '../../model/language/names.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { FIELDS } from '../../model/updates/update-fields.js'
import { fieldAt, fieldNamed, keyNames } from '../../model/updates/vocabulary.js'
import { type Known, namesOf } from '../update/checks.js'
import { plainText, type WordParagraph, type WordRow } from './document.js'
import { locatedIn, oneLine, parentOf, type Reading, type Spot } from './fields-tree.js'
import { chosen, heldIn, otherDay } from './form-values.js'

const LISTS = /^concerns\.(?:roles|competences|communes)$/
const HEADER = /^(?:champ|veld|field)\b/i
const DEPTH = 4

/**
 * The table of fields as a value that knows its rows. First column: the key (`deadline`, `authority.fr`) or its names (`Date limite / Uiterste
 * datum`); second: the value; others explain. Lists have commas or spaces. A repeated `links.…` row begins the next link. Rows without value are
 * ignored. Keys become codes.
 */
export function wordFields(
  rows: readonly WordRow[],
  file: string,
  known: Pick<Known, 'agency' | 'names'>,
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

/** `Authority (fr)`, `Autorité (français)` and `authority.fr` are one key. Unknown names stay. */
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

/** The same key in two rows, under one or two names. */
function takenBefore(label: string, first: Spot | undefined, place: Place, file: string): Problem {
  if (!first || first.label === label) return problemAt(file, place, 'key-twice', { key: oneLine(label) })
  const values = { key: oneLine(label), other: oneLine(first.label), firstLine: first.place.line }
  return problemAt(file, place, 'key-named-twice', values)
}

/** The link of a row: the last one, or the next when the last already has this row. */
function linkPath(rest: string[], { root, spots }: Reading, value: string): Path {
  const links = Array.isArray(root.links) ? root.links : []
  const last = Math.max(0, links.length - 1)
  const isTaken = spots.get(JSON.stringify(['links', last, ...rest]))?.written
  return ['links', value !== '' && isTaken ? last + 1 : last, ...rest]
}

/** Far more words than any name of a list has. */
const NAME_WORDS = 6

/** Names between commas may have several words (`Espace public`); without commas, names follow one another. */
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

const ADDRESSES = /^(?:(?:links|act)\.[a-z]{2}|event\.url)$/

function valueIn(parts: readonly string[], cell: readonly WordParagraph[], { known }: Reading): string {
  const key = parts.join('.')
  const address = ADDRESSES.test(key) && cell.flatMap(({ runs }) => runs).find(({ link }) => link)?.link
  if (address) return address.trim()
  const text = textOf(cell)
  if (fieldAt(parts)?.values) return chosen(text, heldIn(cell), namesAt(parts, known))
  // Word capitalises a cell's first letter.
  if (key === 'id') return text.slice(0, 1).toLowerCase() + text.slice(1)
  // Word lengthens hyphens during typing.
  return DATES.test(key) ? text.replace(/(?<=\d)[\u2010-\u2015](?=\d)/g, '-') : text
}

const DATES = /^(?:from|until|deadline|event\.(?:start|end))$/

const namesAt = (path: readonly string[], known: Reading['known']): NameList =>
  namesOf(fieldAt(path)?.values, known) ?? {}

const textOf = (cell: readonly WordParagraph[]) => cell.map(plainText).join('\n').trim()
