import { isScalar, type Node } from 'yaml'
import type { Located, Path } from '../../model/problem/located.js'
import type { Place, ProblemCode } from '../../model/problem/problem.js'

/** A value of the tree with the offsets of its key and itself; `cut` as in {@link Located}. */
export type Spot = { key: number; value: number; end: number; cut: string | null }

export type Reading = {
  text: string
  spots: Map<string, Spot>
  report: (code: ProblemCode, offset: number, values: object) => void
}

/** `empty`: where an empty value would begin. */
export function remember(
  path: Path,
  key: number,
  node: Node | null,
  { text, spots }: Reading,
  empty: number = key,
): void {
  const start = node?.range?.[0] ?? key
  const end = node?.range?.[1] ?? start
  const isText = isScalar(node) && node.source !== ''
  const cut = isText ? cutAt(text, end) : node === null || isScalar(node) ? cutAt(text, empty) : null
  spots.set(JSON.stringify(path), { key, value: start, end, cut })
}

/** The part of a line from ` #` on, which YAML ignores. Null where there is none, and for a clear remark: two blanks before the `#`, one after. */
function cutAt(text: string, end: number): string | null {
  let hash = end
  while (text[hash] === ' ' || text[hash] === '\t') hash += 1
  if (hash === end || text[hash] !== '#') return null
  const breakAt = text.indexOf('\n', hash)
  const cut = text.slice(hash, breakAt < 0 ? text.length : breakAt).trimEnd()
  return hash - end > 1 && (cut === '#' || /^#\s/.test(cut)) ? null : cut
}

export function locatedIn(
  text: string,
  file: string,
  value: unknown,
  spots: Map<string, Spot>,
  placeAt: (offset: number) => Place,
  firstLine: number,
): Located {
  const spotOf = (path: Path) => spots.get(JSON.stringify(path))
  const placeOf = (path: Path): Place => {
    const spot = spotOf(path)
    if (spot) return placeAt(spot.value)
    return path.length > 0 ? placeOf(path.slice(0, -1)) : { line: Math.max(1, firstLine - 1), column: 1 }
  }
  const keyPlaceOf = (path: Path): Place => {
    const spot = spotOf(path)
    return spot ? placeAt(spot.key) : placeOf(path)
  }
  const written = (path: Path): string => {
    const found = partOf(value, path)
    if (found === null || found === undefined) return ''
    const spot = spotOf(path)
    return typeof found === 'string' || !spot ? String(found) : text.slice(spot.value, spot.end).trim()
  }
  return { file, value, placeOf, keyPlaceOf, written, cut: path => spotOf(path)?.cut ?? null }
}

function partOf(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      part !== null && typeof part === 'object' && Object.hasOwn(part, key)
        ? (part as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  )
}
