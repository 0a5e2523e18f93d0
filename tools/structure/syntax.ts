import { parseSync } from '@swc/core'

/** A node of the syntax tree, as swc gives it. `span` counts bytes, from 1 where the text begins. */
export type Node = { type?: string; span?: Span; [key: string]: unknown }

export type Span = { start: number; end: number }

/** A function and the name that it is bound to, null for a callback; `body` is its span, with the braces of a block. */
export type FoundFunction = { name: string | null; body: Span; isBlock: boolean }

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
const METHODS = ['MethodProperty', 'ClassMethod', 'PrivateMethod']

/** The statements of a text in TypeScript or JavaScript. Throws where it can't be parsed. */
export function statementsOf(text: string): Node[] {
  const { body } = parseSync(text, { syntax: 'typescript', target: 'es2022' })
  return body as unknown as Node[]
}

/** Calls `visit` with each node below `value`, outermost first, and the name that it is bound to. */
export function walk(
  value: unknown,
  visit: (node: Node, name: string | null) => void,
  name: string | null = null,
): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  if (!isNode(value)) return
  visit(value, ownName(value) ?? name)
  const bound = boundName(value)
  const named = [value.init, value.value]
  for (const child of Object.values(value)) walk(child, visit, named.includes(child) ? bound : null)
}

/** The function that a node is, or null. */
export function functionAt(node: Node, name: string | null): FoundFunction | null {
  if (![...FUNCTIONS, ...METHODS].includes(node.type ?? '')) return null
  const { body } = (node.function ?? node) as { body?: Node | null }
  return body?.span ? { name, body: body.span, isBlock: Boolean(body.stmts) } : null
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The name that stands in the function itself. */
function ownName({ type, identifier, key }: Node): string | null {
  if (METHODS.includes(type ?? '')) return writtenOf(key) || null
  return type === 'FunctionDeclaration' ? writtenOf(identifier) : null
}

/** The name that a constant, a property or a method gives to what it holds. */
function boundName({ type, id, key }: Node): string | null {
  if (type === 'VariableDeclarator') return writtenOf(id) || null
  return type === 'KeyValueProperty' || type === 'ClassProperty' ? writtenOf(key) || null : null
}

/** What an identifier or a literal says; empty where there is none. */
export const writtenOf = (node: unknown): string => String((node as Node | null | undefined)?.value ?? '')
