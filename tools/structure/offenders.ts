import { FILE_LINES_OF_NINETY } from './aims.js'
import type { Arrow } from './arrows.js'
import { circlesOf } from './circles.js'
import { importsOfExports, isTooShort, longFunctionsOf } from './row.js'
import type { Source } from './source.js'

/** What misses the aims, by heading. `tests`: the arrows from the tests to the program. */
export function offendersOf(sources: Source[], tests: Arrow[]): { heading: string; lines: string[] }[] {
  const arrows = sources.flatMap(source => source.arrows)
  return [
    { heading: `files over ${FILE_LINES_OF_NINETY} lines`, lines: longFiles(sources) },
    { heading: 'functions over 60 lines', lines: sources.flatMap(longFunctionsOf).map(functionLine) },
    { heading: 'circles by types', lines: circleLines(arrows) },
    { heading: 'circles by values', lines: circleLines(arrows.filter(({ byTypeAlone }) => !byTypeAlone)) },
    { heading: 'files under ten lines', lines: sources.filter(isTooShort).map(fileLine) },
    ...exportLines(sources, tests),
  ]
}

const longFiles = (sources: Source[]): string[] =>
  sources
    .filter(({ lines }) => lines > FILE_LINES_OF_NINETY)
    .sort((a, b) => b.lines - a.lines)
    .map(fileLine)

const fileLine = ({ path, lines }: Source): string => `${path} ${lines}`

const functionLine = ({ file, line, name, lines }: Source['functions'][number]): string =>
  `${file}:${line} ${name ?? '(callback)'} ${lines}`

const circleLines = (arrows: Arrow[]): string[] =>
  circlesOf(arrows).map(circle => `${circle.length} files: ${circle.join(' ')}`)

/** Needless exports: those nobody imports, and those that their one importer could hold itself. */
function exportLines(sources: Source[], tests: Arrow[]): { heading: string; lines: string[] }[] {
  const isWhole = wholeImports([...sources.flatMap(source => source.arrows), ...tests])
  const tested = new Set(tests.flatMap(({ to, names }) => names.map(name => `${to} ${name}`)))
  const exports = importsOfExports(sources)
    .filter(({ source }) => !isWhole.has(source.path))
    .map(one => ({ ...one, isTested: tested.has(`${one.source.path} ${one.name}`) }))
  const unused = exports.filter(({ importers }) => importers.length === 0)
  const line = ({ source, name }: (typeof exports)[number]) => `${source.path} ${name}`
  return [
    { heading: 'exports that nobody imports', lines: unused.filter(one => !one.isTested).map(line) },
    { heading: 'exports that tests alone import', lines: unused.filter(one => one.isTested).map(line) },
    {
      heading: 'exports that their one importer could keep: in the same room, unused at home, not tested',
      lines: exports
        .filter(({ importers: [first = '', ...others], isTested, source, name }) => {
          const isNear = roomOf(first) === roomOf(source.path)
          return others.length === 0 && isNear && !isTested && source.identifiers.get(name) === 1
        })
        .map(one => `${line(one)} → ${one.importers[0]}`),
    },
  ]
}

/** Files imported as a whole: which of their names are used is unknown. */
const wholeImports = (arrows: Arrow[]): Set<string> =>
  new Set(arrows.filter(({ names }) => names.includes('*')).map(({ to }) => to))

const roomOf = (path: string): string => path.split('/').slice(0, -1).slice(0, 2).join('/')
