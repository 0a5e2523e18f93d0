import type { Located, Path } from '../../model/problem/located.js'
import type { Place, Problem } from '../../model/problem/problem.js'
import type { Known } from '../update/checks.js'

export type Spot = { place: Place; written: string; label: string }
type Tree = { [key: string]: Tree | string | (Tree | string)[] }

export type Reading = {
  root: Tree
  /** For a key with subkeys, the first row of these. */
  firsts: Map<string, Place>
  /** By path, the value's place and text; `label` is the key as its row has it. */
  spots: Map<string, Spot>
  problems: Problem[]
  file: string
  known: Pick<Known, 'agency' | 'names'>
}

export const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim()

/** The object that holds a path's last key, created if needed; null where a text stands in its place. */
export function parentOf(path: Path, { root }: Reading): Tree | null {
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

export function locatedIn({ root, firsts, spots, file }: Reading): Located {
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

/** A key with subkeys is not missing. */
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
