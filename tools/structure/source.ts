import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { type Arrow, arrowsOf, exportedBy } from './arrows.js'
import { functionAt, type Node, type Span, statementsOf, walk, writtenOf } from './syntax.js'

/** A function; `lines` counts its body between the braces, 1 for an expression. `name`: null for a callback. */
export type MeasuredFunction = { file: string; name: string | null; line: number; lines: number }

/** A measured file of the program. `path` is relative to the checkout; `codeLines` are neither blank nor only a comment. */
export type Source = {
  path: string
  lines: number
  codeLines: number
  commentLines: number
  tokens: number
  arrows: Arrow[]
  exports: string[]
  functions: MeasuredFunction[]
  /** How often each identifier occurs in the file. */
  identifiers: Map<string, number>
}

const LITERALS = ['StringLiteral', 'TemplateElement', 'RegExpLiteral']
const TOKEN = /[\p{L}\p{N}_$]+|=>|\.{3}|\?\?=|\?\?|\?\.|[=!]==?|&&|\|\||[<>+*/%&|^-]=|[^\s\p{L}\p{N}_$]/gu

/** Reads every file of the program under `root` (a checkout), without declaration files. */
export function readSources(root: string, folders = ['src', 'worker']): Source[] {
  const paths = pathsIn(root, folders)
  const scripts = paths.filter(isScript)
  return paths.map(path => measure(path, readFileSync(join(root, path), 'utf8'), scripts))
}

/** The files in these folders under `root`, relative to it, without declaration files. */
export const pathsIn = (root: string, folders: readonly string[]): string[] =>
  folders.flatMap(folder => filesIn(root, folder)).sort()

/** Is it plain JavaScript? An import of it names its own ending. */
export const isScript = (path: string): boolean => path.endsWith('.js')

const filesIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.(?:ts|js)$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))

/** Measures the text of one file. `scripts`: paths of plain JavaScript. Throws when it can't be parsed. */
export function measure(path: string, text: string, scripts: string[] = []): Source {
  const body = statementsOf(text)
  const place = placer(text)
  const code = withoutComments(withoutLiterals(text, literalsOf(body, place)))
  const [lines, codeLines] = [text.split('\n'), code.split('\n')]
  return {
    path,
    lines: text.endsWith('\n') ? lines.length - 1 : lines.length,
    codeLines: codeLines.filter(isWritten).length,
    commentLines: lines.filter((line, index) => isWritten(line) && !isWritten(codeLines[index])).length,
    tokens: code.match(TOKEN)?.length ?? 0,
    arrows: arrowsOf(path, body, scripts),
    exports: body.flatMap(exportedBy),
    functions: functionsOf(path, text, body, place),
    identifiers: identifiersOf(body),
  }
}

const isWritten = (line: string | undefined): boolean => /\S/.test(line ?? '')

/** Converts an swc position, in bytes from 1, into a position in the text. */
function placer(text: string): (offset: number) => number {
  const bytes = Buffer.from(text)
  if (bytes.length === text.length) return offset => offset - 1
  return offset => bytes.subarray(0, offset - 1).toString().length
}

function literalsOf(body: Node[], place: (offset: number) => number): Span[] {
  const found: Span[] = []
  walk(body, ({ type, span }) => {
    if (span && LITERALS.includes(type ?? '')) found.push({ start: place(span.start), end: place(span.end) })
  })
  return found.sort((a, b) => a.start - b.start)
}

/** The same text with each literal replaced by a name of equal length, so that none looks like a comment. */
function withoutLiterals(text: string, literals: Span[]): string {
  let [out, at] = ['', 0]
  for (const { start, end } of literals) {
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, '_')
    at = end
  }
  return out + text.slice(at)
}

/** The same text with comments blanked; literals are already replaced. */
function withoutComments(text: string): string {
  let [out, at] = ['', 0]
  for (const { index } of text.matchAll(/\/[/*]/g)) {
    if (index < at) continue
    const [mark, length] = text[index + 1] === '*' ? ['*/', 2] : ['\n', 0]
    const found = text.indexOf(mark, index + 2)
    const end = found < 0 ? text.length : found + length
    out += text.slice(at, index) + text.slice(index, end).replace(/[^\n]/g, ' ')
    at = end
  }
  return out + text.slice(at)
}

function functionsOf(
  file: string,
  text: string,
  body: Node[],
  place: (offset: number) => number,
): MeasuredFunction[] {
  const found: MeasuredFunction[] = []
  walk(body, (node, bound) => {
    const one = functionAt(node, bound)
    if (!one) return
    const start = place(one.body.start)
    const breaks = text.slice(start, place(one.body.end)).split('\n').length - 1
    const line = text.slice(0, start).split('\n').length
    found.push({ file, name: one.name, line, lines: one.isBlock ? Math.max(breaks - 1, 1) : breaks + 1 })
  })
  return found
}

function identifiersOf(body: Node[]): Map<string, number> {
  const found = new Map<string, number>()
  walk(body, node => {
    if (node.type === 'Identifier') found.set(writtenOf(node), (found.get(writtenOf(node)) ?? 0) + 1)
  })
  return found
}
