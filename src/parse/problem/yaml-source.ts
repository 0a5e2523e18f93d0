import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  Parser,
  type Scalar,
} from 'yaml'
import type { Located, Path } from '../../model/problem/located.js'
import { type Place, type Problem, type ProblemCode, problemAt } from '../../model/problem/problem.js'
import { syntaxProblems } from './yaml-faults.js'

const DEPTH = 12
/** Far more than the problems that are told of a file. */
const ERRORS = 200

/** One value of the tree with the offsets of its key and itself; `cut` as in {@link Located}. */
type Spot = { key: number; value: number; end: number; cut: string | null }
type Reading = {
  text: string
  spots: Map<string, Spot>
  report: (code: ProblemCode, offset: number, values: object) => void
}

/**
 * YAML (1.2, core schema) as a value whose scalars are the texts that stand there, so that `0475`, `1070` and
 * `2020-04-08` stay what was typed; `null`, `~` and nothing become null. Anchors, aliases, tags and merges are
 * refused, never expanded. `firstLine` is the line of the file on which `text` begins.
 * `broken`: the text could not be read as YAML, so that what is missing in `value` means nothing.
 */
export function readYaml(
  text: string,
  file: string,
  firstLine = 1,
): { located: Located; problems: Problem[]; broken: boolean } {
  const lines = new LineCounter()
  const tokens = firstTokens(new Parser(lines.addNewLine).parse(text))
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset)
    return { line: line + firstLine - 1, column: col }
  }
  const spots = new Map<string, Spot>()
  const problems: Problem[] = []
  const report: Reading['report'] = (code, offset, values) =>
    problems.push(problemAt(file, placeAt(offset), code, values as never))

  const root = rootOf(tokens, text, problems, report, file, placeAt)
  const broken = problems.length > 0
  const value = root && !broken ? valueIn(root, [], { text, spots, report }) : {}
  return { located: locatedIn(text, file, value, spots, placeAt, firstLine), problems, broken }
}

/** Up to the error after which no more are told: each costs as much as a hundred good lines. */
function firstTokens(all: Iterable<CST.Token>): CST.Token[] {
  const tokens: CST.Token[] = []
  let errors = 0
  for (const token of all) {
    tokens.push(token)
    if (token.type === 'error' && ++errors > ERRORS) break
  }
  return tokens
}

/**
 * The tree of the one document in the text; null when it is empty. Composer recurses, and deep in the stack V8 ends
 * the whole process ("RegExpCompiler Allocation failed") instead of throwing: so depth is measured before it starts.
 */
function rootOf(
  tokens: CST.Token[],
  text: string,
  problems: Problem[],
  report: Reading['report'],
  file: string,
  placeAt: (offset: number) => Place,
): Node | null {
  const deep = tooDeep(tokens)
  if (deep !== null) {
    report('yaml-too-deep', deep, { limit: DEPTH })
    return null
  }
  const composer = new Composer({ schema: 'core', uniqueKeys: false, logLevel: 'silent' })
  const [first, second] = [...composer.compose(tokens, true, text.length)] as Document.Parsed[]
  problems.push(...syntaxProblems(first?.errors ?? [], text, file, placeAt))
  if (second) report('yaml-unreadable', second.range[0], {})
  const root = first?.contents as Node | null
  if (root === null || (isScalar(root) && root.source === '')) return null
  if (!isMap(root)) report('yaml-unreadable', root.range?.[0] ?? 0, {})
  return root
}

/** The offset of the first token that is nested deeper than DEPTH; walks without recursion. */
function tooDeep(tokens: readonly CST.Token[]): number | null {
  const open: { token: CST.Token; depth: number }[] = tokens.map(token => ({ token, depth: 0 }))
  for (let next = open.pop(); next; next = open.pop()) {
    const { token, depth } = next
    if (depth > DEPTH) return token.offset
    if (token.type === 'document' && token.value) open.push({ token: token.value, depth })
    if (!('items' in token)) continue
    for (const item of token.items) {
      for (const part of [item.key, item.value]) if (part) open.push({ token: part, depth: depth + 1 })
    }
  }
  return null
}

function valueIn(node: Node | null, path: Path, reading: Reading): unknown {
  if (node === null) return null
  const offset = node.range?.[0] ?? 0
  if (isAlias(node)) return refused('yaml-alias', offset, `*${node.source}`, reading)
  if (node.anchor) return refused('yaml-alias', offset, `&${node.anchor}`, reading)
  if (node.tag) return refused('yaml-tag', offset, node.tag.replace('tag:yaml.org,2002:', '!!'), reading)
  if (isMap(node)) return mapOf(node.items, path, reading, node.flow === true)
  if (isSeq(node))
    return node.items.map((item, index) => itemOf(item as Node | null, [...path, index], reading))
  if (!isScalar(node)) return null
  const plain = node.type === 'PLAIN'
  const source = plain ? (node.source ?? '') : String(node.value)
  return plain && /^(~|null|)$/i.test(source) ? null : source
}

function itemOf(node: Node | null, path: Path, reading: Reading): unknown {
  remember(path, node?.range?.[0] ?? 0, node, reading)
  return valueIn(node, path, reading)
}

/** Objects without a prototype: `__proto__` and `constructor` are keys like any other. */
function mapOf(pairs: readonly unknown[], path: Path, reading: Reading, isFlow: boolean): unknown {
  const map: Record<string, unknown> = Object.create(null)
  const cut = new Map<Scalar, number>()
  let before: Node | null = null
  for (const { key, value } of pairs as { key: Node | null; value: Node | null }[]) {
    const offset = key?.range?.[0] ?? 0
    if (!isScalar(key) || key.anchor || key.tag) {
      reading.report('yaml-unreadable', offset, {})
      continue
    }
    const name = key.source ?? String(key.value)
    if (isFlow && value === null && isPlain(before)) {
      cut.set(before, key.range?.[1] ?? offset)
      continue
    }
    before = value
    if (Object.hasOwn(map, name)) {
      reading.report('key-twice', offset, { key: name })
      continue
    }
    if (isFlow && value === null && key.range) {
      reading.report('yaml-comma', offset, { found: name, whole: null })
      continue
    }
    remember([...path, name], offset, value, reading, afterColon(reading.text, key.range?.[1] ?? offset))
    map[name] = valueIn(value, [...path, name], reading)
  }
  for (const [value, end] of cut) {
    const whole = reading.text.slice(value.range?.[0] ?? end, end)
    const found = whole.slice((value.source ?? '').length).replace(/^[\s,]{1,9}/, '')
    reading.report('yaml-comma', value.range?.[0] ?? end, { found, whole })
  }
  return map
}

/** A value without quotation marks, which a comma ends. */
function isPlain(node: Node | null): node is Scalar {
  return isScalar(node) && node.type === 'PLAIN' && node.source !== ''
}

/** Where a value begins that has no text: behind the colon of a key that ends at `end`. */
function afterColon(text: string, end: number): number {
  let at = end
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return text[at] === ':' ? at + 1 : end
}

/** `empty`: where a value without a text would begin. */
function remember(
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

/**
 * What follows a value on its line, from ` #` on: YAML leaves it out. Null where there is nothing, and for what is
 * written as a remark: with two blanks before the `#` and one after it.
 */
function cutAt(text: string, end: number): string | null {
  let hash = end
  while (text[hash] === ' ' || text[hash] === '\t') hash += 1
  if (hash === end || text[hash] !== '#') return null
  const breakAt = text.indexOf('\n', hash)
  const cut = text.slice(hash, breakAt < 0 ? text.length : breakAt).trimEnd()
  return hash - end > 1 && (cut === '#' || /^#\s/.test(cut)) ? null : cut
}

/** A value that is not taken over, and that no schema needs to judge any more: see {@link readYaml}. */
function refused(code: ProblemCode, offset: number, found: string, { report }: Reading): null {
  report(code, offset, { found })
  return null
}

function locatedIn(
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
