import { dirname, join } from 'node:path'
import { type Node, walk, writtenOf } from './syntax.js'

/** An arrow between two files: who imports from whom, and whether only types. `names` holds `*` for a whole module. */
export type Arrow = { from: string; to: string; byTypeAlone: boolean; names: string[] }

type Import = Pick<Arrow, 'byTypeAlone' | 'names'> & { source: unknown }

/** The imports of a file, without packages. `written`: paths of plain JavaScript. */
export function arrowsOf(path: string, body: Node[], written: string[] = []): Arrow[] {
  return [...body.flatMap(importsOf), ...importsWithin(body)].flatMap(({ source, ...rest }) => {
    const from = writtenOf(source)
    if (!from.startsWith('.')) return []
    const to = join(dirname(path), from)
    return [{ from: path, to: written.includes(to) ? to : to.replace(/\.js$/, '.ts'), ...rest }]
  })
}

/** The names that a statement exports. */
export function exportedBy(node: Node): string[] {
  const { type, declaration } = node
  if (type === 'ExportDefaultDeclaration' || type === 'ExportDefaultExpression') return ['default']
  if (type === 'ExportNamedDeclaration')
    return specifiersOf(node).map(({ exported, orig }) => writtenOf(exported ?? orig))
  if (type !== 'ExportDeclaration') return []
  const declared = ((declaration as Node).declarations as Node[] | undefined) ?? [declaration as Node]
  return declared.map(({ id, identifier }) => writtenOf(id ?? identifier))
}

/** The imports of a statement at the top of a file. */
function importsOf(node: Node): Import[] {
  const { type, source, typeOnly } = node
  const specifiers = specifiersOf(node)
  const areTypes = specifiers.length > 0 && specifiers.every(({ isTypeOnly }) => isTypeOnly)
  if (type === 'ImportDeclaration')
    return [{ source, byTypeAlone: Boolean(typeOnly) || areTypes, names: specifiers.map(importedName) }]
  if (type === 'ExportNamedDeclaration' && source)
    return [
      { source, byTypeAlone: Boolean(typeOnly), names: specifiers.map(({ orig }) => writtenOf(orig) || '*') },
    ]
  return type === 'ExportAllDeclaration' ? [{ source, byTypeAlone: false, names: ['*'] }] : []
}

/** Imports within expressions and types: `import('…')`. */
function importsWithin(body: Node[]): Import[] {
  const found: Import[] = []
  walk(body, node => {
    if (node.type === 'CallExpression' && (node.callee as Node).type === 'Import') {
      const [first] = node.arguments as { expression: Node }[]
      found.push({ source: first?.expression, byTypeAlone: false, names: ['*'] })
    }
    if (node.type === 'TsImportType')
      found.push({ source: node.argument, byTypeAlone: true, names: [writtenOf(node.qualifier) || '*'] })
  })
  return found
}

const specifiersOf = ({ specifiers }: Node): Node[] => (specifiers as Node[] | undefined) ?? []

function importedName({ type, imported, local }: Node): string {
  if (type === 'ImportSpecifier') return writtenOf(imported ?? local)
  return type === 'ImportDefaultSpecifier' ? 'default' : '*'
}
