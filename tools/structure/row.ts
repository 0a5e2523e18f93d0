import { circlesOf } from './circles.js'
import type { Source } from './source.js'

/** Median, the value that 90 % don't exceed, and the greatest. */
export type Spread = { median: number; ninety: number; greatest: number }

/** What is held against other programs: one row of the table in docs/architecture.md. */
export type Row = {
  files: number
  fileLines: Spread
  functionLines: Spread
  commentShare: number
  circlesByType: number
  circlesByValue: number
  codeLines: number
  tokens: number
  arrowsAFile: number
  filesUnderTenLines: number
  exportsWithOneImporter: number
  functionsOver60Lines: string[]
}

export function rowOf(sources: Source[]): Row {
  const arrows = sources.flatMap(source => source.arrows)
  const functions = sources.flatMap(source => source.functions)
  const lines = sources.reduce((sum, { lines }) => sum + lines, 0)
  const counted = sources.filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/gallery/'))
  const importers = importersByExport(sources)
  return {
    files: sources.length,
    fileLines: spreadOf(sources.map(source => source.lines)),
    functionLines: spreadOf(functions.map(({ lines }) => lines)),
    commentShare: sources.reduce((sum, { commentLines }) => sum + commentLines, 0) / lines,
    circlesByType: circlesOf(arrows).length,
    circlesByValue: circlesOf(arrows.filter(({ byTypeAlone }) => !byTypeAlone)).length,
    codeLines: counted.reduce((sum, source) => sum + source.codeLines, 0),
    tokens: counted.reduce((sum, source) => sum + source.tokens, 0),
    arrowsAFile: spreadOf(sources.map(source => new Set(source.arrows.map(({ to }) => to)).size)).median,
    filesUnderTenLines: sources.filter(source => source.lines < 10).length,
    exportsWithOneImporter: importers.filter(count => count === 1).length,
    functionsOver60Lines: functions
      .filter(({ lines }) => lines > 60)
      .map(({ file, line, name, lines }) => `${file}:${line} ${name} ${lines}`),
  }
}

/** How many files import each name that a file gives out. */
function importersByExport(sources: Source[]): number[] {
  const importers = new Map<string, Set<string>>()
  for (const { path, arrows } of sources)
    for (const { to, names } of arrows)
      for (const name of names) {
        const key = `${to} ${name}`
        importers.set(key, (importers.get(key) ?? new Set()).add(path))
      }
  return sources.flatMap(({ path, exports }) =>
    exports.map(name => importers.get(`${path} ${name}`)?.size ?? 0),
  )
}

function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { median: at(0.5), ninety: at(0.9), greatest: sorted.at(-1) ?? 0 }
}
