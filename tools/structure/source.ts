import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from '@swc/core'

/** One arrow between two files: what is imported from which, and whether by type alone. `names` holds `*` for a whole module. */
export type Arrow = { from: string; to: string; byTypeAlone: boolean; names: string[] }

/** A function with a name of its own; `lines` counts its body between the braces, 1 for an expression. */
export type NamedFunction = { file: string; name: string; line: number; lines: number }

/** One file of the program, measured. `path` is relative to the checkout; `codeLines` hold neither blank nor comment alone. */
export type Source = {
  path: string
  lines: number
  codeLines: number
  commentLines: number
  tokens: number
  arrows: Arrow[]
  exports: string[]
  functions: NamedFunction[]
}

type Node = { type?: string; span?: { start: number; end: number }; [key: string]: unknown }

const LITERALS = ['StringLiteral', 'TemplateElement', 'RegExpLiteral']
const TOKEN = /[\p{L}\p{N}_$]+|=>|\.{3}|\?\?=|\?\?|\?\.|[=!]==?|&&|\|\||[<>+*/%&|^-]=|[^\s\p{L}\p{N}_$]/gu

/** Reads every file of the program under `root` (a checkout), without declaration files. */
export function readSources(root: string, folders = ['src', 'worker']): Source[] {
  return folders
    .flatMap(folder => filesIn(root, folder))
    .sort()
    .map(path => measure(path, readFileSync(join(root, path), 'utf8')))
}

const filesIn = (root: string, folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.(?:ts|js)$/.test(entry.name))
    .map(entry => relative(root, join(entry.parentPath, entry.name)))

/** Measures the text of one file. */
export function measure(path: string, text: string): Source {
  const body = parseSync(text, { syntax: 'typescript', target: 'es2022' }).body as unknown as Node[]
  const bytes = Buffer.from(text)
  // swc counts its places in bytes, from 1 where the text begins.
  const place = (offset: number) => bytes.subarray(0, offset - 1).toString().length
  const literals: { start: number; end: number }[] = []
  const functions: NamedFunction[] = []
  const lineOf = lineCounter(text)
  walk(body, (node, name) => {
    if (LITERALS.includes(node.type ?? '') && node.span)
      literals.push({ start: place(node.span.start), end: place(node.span.end) })
    const found = name && functionBody(node)
    if (!found) return
    const [first, last] = [lineOf(place(found.start)), lineOf(place(found.end) - 1)]
    functions.push({
      file: path,
      name,
      line: first,
      lines: found.isBlock ? Math.max(last - first - 1, 1) : last - first + 1,
    })
  })
  const bare = withoutLiterals(text, literals)
  const code = bare.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, comment => comment.replace(/[^\n]/g, ' '))
  const [lines, codeLines] = [text.split('\n'), code.split('\n')]
  const isWritten = (line: string | undefined) => /\S/.test(line ?? '')
  return {
    path,
    lines: text.endsWith('\n') ? lines.length - 1 : lines.length,
    codeLines: codeLines.filter(isWritten).length,
    commentLines: lines.filter((line, index) => isWritten(line) && !isWritten(codeLines[index])).length,
    tokens: code.match(TOKEN)?.length ?? 0,
    arrows: arrowsOf(path, body),
    exports: body.flatMap(exportedBy),
    functions,
  }
}

/** The same text with each literal as one name of the same length, so that nothing in it reads as a comment. */
function withoutLiterals(text: string, literals: { start: number; end: number }[]): string {
  let [out, at] = ['', 0]
  for (const { start, end } of literals.sort((a, b) => a.start - b.start)) {
    out += text.slice(at, start) + text.slice(start, end).replace(/[^\n]/g, '_')
    at = end
  }
  return out + text.slice(at)
}

/** Calls `visit` with each node and the name that it is bound to, if any. */
function walk(
  value: unknown,
  visit: (node: Node, name: string | null) => void,
  name: string | null = null,
): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  if (!value || typeof value !== 'object' || Array.isArray(value)) return
  const node = value as Node
  visit(node, ownName(node) ?? name)
  const bound = boundName(node)
  for (const child of Object.values(node))
    walk(child, visit, child === node.init || child === node.value || child === node.function ? bound : null)
}

const ownName = ({ type, identifier }: Node): string | null =>
  type === 'FunctionDeclaration' ? String((identifier as Node | undefined)?.value) : null

/** The name that a constant, a property or a method gives to what it holds. */
function boundName({ type, id, key }: Node): string | null {
  if (type === 'VariableDeclarator') return ((id as Node).value as string | undefined) ?? null
  if (
    ['KeyValueProperty', 'ClassProperty', 'ClassMethod', 'PrivateMethod', 'MethodProperty'].includes(
      type ?? '',
    )
  )
    return String((key as Node).value ?? '') || null
  return null
}

/** Where the body of a function begins and ends, in bytes; null for what is no function. */
function functionBody({
  type,
  body,
  function: method,
}: Node): { start: number; end: number; isBlock: boolean } | null {
  if (type === 'MethodProperty') return functionBody({ type: 'FunctionDeclaration', body })
  if (method) return null
  if (!['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'].includes(type ?? ''))
    return null
  const { span, stmts } = (body as Node | null) ?? {}
  return span ? { ...span, isBlock: Boolean(stmts) } : null
}

function arrowsOf(path: string, body: Node[]): Arrow[] {
  const found: Arrow[] = []
  const add = (source: unknown, byTypeAlone: boolean, names: string[]) => {
    const written = String((source as Node | undefined)?.value ?? '')
    if (written.startsWith('.')) found.push({ from: path, to: targetOf(path, written), byTypeAlone, names })
  }
  for (const node of body) {
    const specifiers = (node.specifiers ?? []) as Node[]
    if (node.type === 'ImportDeclaration')
      add(
        node.source,
        Boolean(node.typeOnly) || (specifiers.length > 0 && specifiers.every(one => one.isTypeOnly)),
        specifiers.map(importedName),
      )
    if (node.type === 'ExportNamedDeclaration' && node.source)
      add(
        node.source,
        Boolean(node.typeOnly),
        specifiers.map(one => String((one.orig as Node | undefined)?.value ?? '*')),
      )
    if (node.type === 'ExportAllDeclaration') add(node.source, false, ['*'])
  }
  walk(body, node => {
    if (node.type === 'CallExpression' && (node.callee as Node)?.type === 'Import')
      add((node.arguments as { expression: Node }[])[0]?.expression, false, ['*'])
    if (node.type === 'TsImportType')
      add(node.argument, true, [String((node.qualifier as Node | undefined)?.value ?? '*')])
  })
  return found
}

const importedName = ({ type, imported, local }: Node): string =>
  type === 'ImportSpecifier'
    ? String(((imported ?? local) as Node).value)
    : type === 'ImportDefaultSpecifier'
      ? 'default'
      : '*'

const targetOf = (path: string, written: string): string =>
  join(dirname(path), written).replace(/(?<!launch|run)\.js$/, '.ts')

function exportedBy(node: Node): string[] {
  if (node.type === 'ExportDefaultDeclaration' || node.type === 'ExportDefaultExpression') return ['default']
  if (node.type === 'ExportNamedDeclaration')
    return ((node.specifiers ?? []) as Node[]).map(one => String(((one.exported ?? one.orig) as Node)?.value))
  if (node.type !== 'ExportDeclaration') return []
  const declaration = node.declaration as Node
  const declared = (declaration.declarations as Node[] | undefined) ?? [declaration]
  return declared.map(one => String(((one.id ?? one.identifier) as Node).value))
}

/** The number, from 1, of the line that holds a place of the text. */
function lineCounter(text: string): (place: number) => number {
  const starts = [...text.matchAll(/\n/g)].map(({ index }) => index)
  return place => {
    let [low, high] = [0, starts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) < place) low = middle + 1
      else high = middle
    }
    return low + 1
  }
}
