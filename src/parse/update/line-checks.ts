import type { Language } from '../../model/language/language.js'
import type { Located, Path } from '../../model/problem/located.js'
import { type Problem, type ProblemCode, problemAt } from '../../model/problem/problem.js'
import { inlineProblems } from './inline-checks.js'
import { parseLine, placedTokens, plainText } from './markdown-places.js'

/** Problems of a plain line, where Markdown is only text. */
const OF_ANY_LINE: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'html-refused',
  'struck-refused',
  'link-wrapped',
  'link-unseen',
])
/** The reader of the keys reports these. */
const NAMED: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['control-character', 'line-break'])
const MARKUP = /^(?:strong_open|em_open|link_open|code_inline|text_special|image)$/

/**
 * HTML, struck words and Markdown in keys that readers see. The change note (`change`) is Markdown, as the body is; all others are shown literally.
 */
export function keyTextProblems(located: Located, languages: readonly Language[]): Problem[] {
  return pathsOf(located.value, languages).flatMap(path => {
    const text = valueAt(located.value, path)
    if (typeof text !== 'string') return []
    return path[0] === 'change' ? markdownProblems(text, path, located) : plainProblems(text, path, located)
  })
}

/** Where the texts in each language stand. */
function pathsOf(value: unknown, languages: readonly Language[]): Path[] {
  const links = valueAt(value, ['links'])
  const labels = Array.isArray(links) ? links.slice(0, 100).map((_, index) => ['links', index, 'label']) : []
  const parents: Path[] = [
    ['authority'],
    ['amount', 'per'],
    ...labels,
    ['event', 'place'],
    ['act', 'title'],
    ['change'],
  ]
  return parents.flatMap(parent => languages.map(language => [...parent, language]))
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>(
    (part, key) =>
      part !== null && typeof part === 'object' && Object.hasOwn(part, key)
        ? (part as Record<PropertyKey, unknown>)[key]
        : undefined,
    value,
  )
}

/** One of each kind: all have the same place. */
function markdownProblems(text: string, path: Path, located: Located): Problem[] {
  const found = new Map<ProblemCode, Problem>()
  for (const placed of placedTokens(parseLine(text), text, 1)) {
    const here = { ...placed, placeOf: () => located.placeOf(path) }
    for (const problem of inlineProblems(here, located.file))
      if (!found.has(problem.code) && !NAMED.has(problem.code)) found.set(problem.code, problem)
  }
  return [...found.values()]
}

function plainProblems(text: string, path: Path, located: Located): Problem[] {
  const refused = markdownProblems(text, path, located).filter(({ code }) => OF_ANY_LINE.has(code))
  const [inline] = parseLine(text)
  const hasMarkup = inline?.children?.some(({ type, info }) => MARKUP.test(type) && info !== 'auto')
  if (refused.length > 0 || !hasMarkup) return refused
  const key = path.filter(part => typeof part === 'string').join('.')
  const values = { key, found: text, meant: plainText(inline).trim() }
  return [problemAt(located.file, located.placeOf(path), 'line-markup', values)]
}
