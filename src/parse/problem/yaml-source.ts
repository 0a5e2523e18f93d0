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
import { locatedIn, type Reading, remember, type Spot } from './yaml-places.js'
import { DEPTH, firstTokens, tooDeep } from './yaml-tokens.js'

/**
 * YAML (1.2, core schema) whose scalars stay texts: `0475`, `1070` and `2020-04-08`; `null`, `~` and empty are null. Refuses anchors, aliases, tags
 * and merges. `firstLine`: the file's line on which `text` begins. `broken`: the text is no YAML, so missing keys prove nothing.
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

/**
 * The tree of the only document; null when empty. Depth is measured first: Composer recurses, and deep in the stack V8 ends the process
 * ("RegExpCompiler Allocation failed") instead of throwing.
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

/** Objects without a prototype: `__proto__` and `constructor` are ordinary keys. */
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

/** An unquoted value, which a comma ends. */
function isPlain(node: Node | null): node is Scalar {
  return isScalar(node) && node.type === 'PLAIN' && node.source !== ''
}

/** The start of an empty value: after the colon of a key that ends at `end`. */
function afterColon(text: string, end: number): number {
  let at = end
  while (text[at] === ' ' || text[at] === '\t') at += 1
  return text[at] === ':' ? at + 1 : end
}

/** A value that is refused and needs no schema check: see {@link readYaml}. */
function refused(code: ProblemCode, offset: number, found: string, { report }: Reading): null {
  report(code, offset, { found })
  return null
}
