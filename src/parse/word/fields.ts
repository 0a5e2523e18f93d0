import { codeNamed } from '../../model/language/names.js'
import type { Located } from '../../model/problem/located.js'
import { type Place, type Problem, problemAt } from '../../model/problem/problem.js'
import { FIELDS } from '../../model/updates/update-fields.js'
import { fieldNamed, keyNames } from '../../model/updates/vocabulary.js'
import type { Known } from '../update/checks.js'
import type { WordParagraph, WordRow } from './document.js'
import { linkPath, locatedIn, oneLine, parentOf, type Reading, type Spot } from './fields-tree.js'
import { DATES, itemsOf, namesAt, textOf, valueIn } from './fields-values.js'
import { heldIn, otherDay } from './form-values.js'

const LISTS = /^concerns\.(?:roles|competences|communes)$/
const HEADER = /^(?:champ|veld|field)\b/i
const DEPTH = 4

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
