import { circlesOf } from './circles.js'
import type { MeasuredFunction, Source } from './source.js'

/** Median, 90th percentile, and greatest value. */
export type Spread = { median: number; ninety: number; greatest: number }

/** One row of the comparison with other programs. Code lines and tokens are those of src without the gallery. */
export type Row = {
  files: number
  fileLines: Spread
  functionLines: Spread
  /** The share of lines with only a comment: from 0 to 1. */
  commentShare: number
  circlesByType: number
  circlesByValue: number
  functionsTooLong: number
  codeLines: number
  tokens: number
  /** The median number of files that one file imports from. */
  arrowsAFile: number
  filesTooShort: number
  exportsWithOneImporter: number
}

export const FUNCTION_LINES_AT_MOST = 60
export const FILE_LINES_AT_LEAST = 10

/** Measures a whole program. */
export function rowOf(sources: Source[]): Row {
  const arrows = sources.flatMap(source => source.arrows)
  const named = sources.flatMap(({ functions }) => functions).filter(({ name }) => name !== null)
  const counted = sources.filter(({ path }) => path.startsWith('src/') && !path.startsWith('src/gallery/'))
  return {
    files: sources.length,
    fileLines: spreadOf(sources.map(({ lines }) => lines)),
    functionLines: spreadOf(named.map(({ lines }) => lines)),
    commentShare: sum(sources, 'commentLines') / sum(sources, 'lines'),
    circlesByType: circlesOf(arrows).length,
    circlesByValue: circlesOf(arrows.filter(({ byTypeAlone }) => !byTypeAlone)).length,
    functionsTooLong: sources.flatMap(longFunctionsOf).length,
    codeLines: sum(counted, 'codeLines'),
    tokens: sum(counted, 'tokens'),
    arrowsAFile: spreadOf(sources.map(source => new Set(source.arrows.map(({ to }) => to)).size)).median,
    filesTooShort: sources.filter(isTooShort).length,
    exportsWithOneImporter: importsOfExports(sources).filter(({ importers }) => importers.length === 1)
      .length,
  }
}

/** Functions of more than 60 lines, including callbacks, outermost first. */
export const longFunctionsOf = ({ functions }: Source): MeasuredFunction[] =>
  functions.filter(({ lines }) => lines > FUNCTION_LINES_AT_MOST)

export const isTooShort = ({ lines }: Source): boolean => lines < FILE_LINES_AT_LEAST

/** Each exported name of a file, with the paths of the files that import it, each once. */
export function importsOfExports(sources: Source[]): { source: Source; name: string; importers: string[] }[] {
  const importers = new Map<string, Set<string>>()
  for (const { from, to, names } of sources.flatMap(({ arrows }) => arrows))
    for (const name of names) {
      const key = `${to} ${name}`
      importers.set(key, (importers.get(key) ?? new Set()).add(from))
    }
  return sources.flatMap(source =>
    source.exports.map(name => ({
      source,
      name,
      importers: [...(importers.get(`${source.path} ${name}`) ?? [])],
    })),
  )
}

const sum = (sources: Source[], key: 'lines' | 'commentLines' | 'codeLines' | 'tokens'): number =>
  sources.reduce((total, source) => total + source[key], 0)

function spreadOf(values: number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
  return { median: at(0.5), ninety: at(0.9), greatest: sorted.at(-1) ?? 0 }
}
