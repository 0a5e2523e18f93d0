import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PROJECT_ROOT } from '../../src/config.js'
import { arrowsOf } from '../../tools/structure/arrows.js'
import { type Node, statementsOf, walk, writtenOf } from '../../tools/structure/syntax.js'

/** What a verb is given first: the context, or as much of it as it needs. */
const CONTEXTS = ['Context', 'Opened']

const filesIn = (folder: string, ending: RegExp) =>
  readdirSync(join(PROJECT_ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter(name => ending.test(name))
    .map(name => join(folder, name))
    .sort()

const bodyOf = (path: string) => statementsOf(readFileSync(join(PROJECT_ROOT, path), 'utf8'))

/** The functions that a statement exports, as name and first parameter. */
function exportedFunctions({ type, declaration }: Node): { name: string; first: Node | undefined }[] {
  if (type !== 'ExportDeclaration') return []
  const { type: kind, identifier, params, declarations } = declaration as Node & { params?: Node[] }
  if (kind === 'FunctionDeclaration')
    return [{ name: writtenOf(identifier), first: params?.[0]?.pat as Node | undefined }]
  return ((declarations as Node[] | undefined) ?? []).flatMap(({ id, init }) => {
    const { type: value, params: taken } = (init ?? {}) as Node & { params?: Node[] }
    return value === 'ArrowFunctionExpression' ? [{ name: writtenOf(id), first: taken?.[0] }] : []
  })
}

/** `Context`, or `Pick<Context, …>`; a part of it alone, as `Context['config']`, is none. */
function isContext(first: Node | undefined): boolean {
  const annotation = (first?.typeAnnotation as Node | undefined)?.typeAnnotation as Node | undefined
  if (annotation?.type !== 'TsTypeReference') return false
  const name = writtenOf(annotation.typeName)
  const [part] = ((annotation.typeParams as Node | undefined)?.params ?? []) as Node[]
  return CONTEXTS.includes(name === 'Pick' ? writtenOf(part?.typeName) : name)
}

/** Every verb of the steps, as `file name`. */
const verbs = filesIn('src/steps', /\.ts$/).flatMap(path =>
  bodyOf(path)
    .flatMap(exportedFunctions)
    .filter(({ first }) => isContext(first))
    .map(({ name }) => `${path} ${name}`),
)

/** The functions that a test imports from where they are, and calls or gives to what calls them. */
function calledBy(path: string): string[] {
  const body = bodyOf(path)
  const called = new Set<string>()
  walk(body, ({ type, callee, arguments: given }) => {
    if (type !== 'CallExpression') return
    for (const one of [callee, ...(given as Node[]).map(({ expression }) => expression)])
      if ((one as Node).type === 'Identifier') called.add(writtenOf(one))
  })
  return arrowsOf(path, body).flatMap(({ to, names }) =>
    names.filter(name => called.has(name)).map(name => `${to} ${name}`),
  )
}

describe('every verb of the steps', () => {
  it('is called by a test of the steps, which imports it from where it is', () => {
    const called = new Set(filesIn('test/steps', /\.test\.ts$/).flatMap(calledBy))
    expect(verbs.filter(verb => !called.has(verb))).toEqual([])
  })

  it('is found in the source, however it is written', () => {
    expect(verbs).toEqual(
      expect.arrayContaining([
        'src/steps/delivery/dispatch.ts dispatch',
        'src/steps/delivery/stop-and-settle.ts stop',
        'src/steps/delivery/caught.ts caughtMails',
        'src/steps/operations/signing-secret.ts signAnew',
        'src/steps/context.ts todayOf',
      ]),
    )
    expect(verbs).not.toContain('src/steps/updates/warned-files.ts meantPage')
    expect(verbs.length).toBeGreaterThan(140)
  })
})
