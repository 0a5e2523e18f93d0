import { parseSync } from '@swc/core'

/** A node of swc's syntax tree. `span` counts bytes, from 1 at the text's beginning. */
export type Node = { type?: string; span?: Span; [key: string]: unknown }

export type Span = { start: number; end: number }

/** A function and its bound name, null for a callback; `body` is its span, including a block's braces. */
export type FoundFunction = { name: string | null; body: Span; isBlock: boolean }

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression']
const METHODS = ['MethodProperty', 'ClassMethod', 'PrivateMethod']

/** The statements of a TypeScript or JavaScript text. Throws when it can't be parsed. */
export function statementsOf(text: string): Node[] {
  const { body } = parseSync(text, { syntax: 'typescript', target: 'es2022' })
  return body as unknown as Node[]
}

/** Calls `visit` with each node below `value`, outermost first, and its bound name. */
export function walk(
  value: unknown,
  visit: (node: Node, name: string | null) => void,
  name: string | null = null,
): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit)
  if (!isNode(value)) return
  visit(value, ownName(value) ?? name)
  const bound = boundName(value)
  for (const key in value) {
    const child = value[key]
    // Most of a tree is spans and texts, which hold no node.
    if (typeof child !== 'object' || key === 'span') continue
    walk(child, visit, child === value.init || child === value.value ? bound : null)
  }
}

/** A node as a function, or null. */
export function functionAt(node: Node, name: string | null): FoundFunction | null {
  if (![...FUNCTIONS, ...METHODS].includes(node.type ?? '')) return null
  const { body } = (node.function ?? node) as { body?: Node | null }
  return body?.span ? { name, body: body.span, isBlock: Boolean(body.stmts) } : null
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The function's own name. */
function ownName({ type, identifier, key }: Node): string | null {
  if (METHODS.includes(type ?? '')) return writtenOf(key) || null
  return type === 'FunctionDeclaration' ? writtenOf(identifier) : null
}

/** The name that a constant, property or method gives to its value. */
function boundName({ type, id, key }: Node): string | null {
  if (type === 'VariableDeclarator') return writtenOf(id) || null
  return type === 'KeyValueProperty' || type === 'ClassProperty' ? writtenOf(key) || null : null
}

/** The text of an identifier or literal; empty for any other node. */
export const writtenOf = (node: unknown): string => String((node as Node | null | undefined)?.value ?? '')
