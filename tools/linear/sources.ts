import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { parseSync } from '@swc/core'
import { PROJECT_ROOT } from '../../src/config.js'

export type Literal = { file: string; line: number; source: string; flags: string }

/** `new RegExp(…)`; `within`: the outermost function around it, null when it is built once, on loading. */
export type Computed = { file: string; within: string | null }

/** A used name, the file that defines it, and the place of the use. */
export type Use = { file: string; name: string; definedIn: string; within: string | null }

export type Found = { literals: Literal[]; computed: Computed[]; uses: Use[] }

type Node = { type?: string; [key: string]: unknown }

/** Names that are no use: definitions, imports and properties. */
const NO_USE = ['span', 'identifier', 'id', 'property', 'key', 'local', 'label']

/** Every regular expression in the program's files, by path from the checkout. */
export function findExpressions(folders = ['src', 'worker', 'tools']): Found {
  const found: Found = { literals: [], computed: [], uses: [] }
  for (const file of folders.flatMap(filesIn).sort())
    expressionsOf(file, readFileSync(join(PROJECT_ROOT, file), 'utf8'), found)
  return found
}

const filesIn = (folder: string): string[] =>
  readdirSync(join(PROJECT_ROOT, folder), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /(?<!\.d)\.(?:ts|js)$/.test(entry.name))
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))

/** Adds what one file holds. */
export function expressionsOf(file: string, text: string, found: Found): void {
  const body = parseSync(text, { syntax: 'typescript', target: 'es2022' }).body as unknown as Node[]
  const imported = importsOf(file, body)
  const take = (node: Node, within: string | null) => {
    if (node.type === 'RegExpLiteral') found.literals.push(literalOf(file, text, node))
    if (isConstructor(node)) found.computed.push({ file, within })
    if (node.type !== 'Identifier') return
    const name = String(node.value)
    found.uses.push({ file, name, definedIn: imported.get(name) ?? file, within })
  }
  const walk = (value: unknown, within: string | null, named: string | null) => {
    if (Array.isArray(value)) for (const one of value) walk(one, within, named)
    if (!value || typeof value !== 'object' || Array.isArray(value)) return
    const node = value as Node
    take(node, within)
    const name = nameOf(node) ?? named
    const inside = within ?? (isFunction(node) ? (name ?? 'a function without a name') : null)
    for (const [key, child] of Object.entries(node))
      if (!NO_USE.includes(key) || (key === 'property' && node.computed)) walk(child, inside, name)
  }
  walk(body, null, null)
}

const isConstructor = ({ type, callee }: Node): boolean =>
  (type === 'NewExpression' || type === 'CallExpression') && (callee as Node)?.value === 'RegExp'

const isFunction = ({ type = '' }: Node): boolean =>
  /^(?:Function|Arrow|Class(?:Method|Property)|Private|Constructor|Method|Getter|Setter)/.test(type)

/** A function's own name, or that of the constant that holds it. */
function nameOf({ type, identifier, id }: Node): string | null {
  if (type === 'FunctionDeclaration') return String((identifier as Node)?.value)
  return type === 'VariableDeclarator' ? String((id as Node)?.value) : null
}

/** The file of each imported name. */
function importsOf(file: string, body: Node[]): Map<string, string> {
  const imports = body.filter(({ type }) => type === 'ImportDeclaration')
  return new Map(
    imports.flatMap(({ source, specifiers }) => {
      const from = join(dirname(file), String((source as Node).value)).replace(/\.js$/, '.ts')
      return (specifiers as Node[]).map(({ local }): [string, string] => [
        String((local as Node).value),
        from,
      ])
    }),
  )
}

function literalOf(file: string, text: string, node: Node): Literal {
  const [source, flags] = [String(node.pattern), String(node.flags)]
  const line = text.slice(0, text.indexOf(`/${source}/${flags}`)).split('\n').length
  return { file, line, source, flags }
}
