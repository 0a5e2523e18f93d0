import type { Language } from '../../model/language/language.js'
import { type Located, namingAt, type Path } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'

/** Empty ones are already reported as missing. */
const REQUIRED: readonly PropertyKey[] = ['id', 'kind', 'topic', 'level']
/** Of all keys, readers see these; and a whole text in each language that is empty. */
const READ = [
  'authority',
  'per',
  'place',
  'change',
  'pass_on',
  'from',
  'until',
  'deadline',
  'start',
  'end',
  'url',
  'min',
  'max',
]

/** Values whose end YAML drops: it reads `Service #1 de la Région` as `Service`. */
export function cutTexts(located: Located, languages: readonly Language[]): Problem[] {
  const { cut } = located
  if (!cut) return []
  return leavesOf(located.value, []).flatMap(path => {
    const last = String(path.at(-1))
    const isText = languages.includes(last)
    const left = isText || READ.includes(last) ? cut(path) : null
    const found = located.written(path)
    if (!left || (found === '' && (isText || REQUIRED.includes(last)))) return []
    return [
      problemAt(located.file, located.placeOf(path), 'text-cut', {
        ...namingAt(located, path),
        found,
        cut: left,
      }),
    ]
  })
}

function leavesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, part]) =>
    leavesOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}
