import { type Located, namingAt, type Path } from '../../model/problem/located.js'
import { type Problem, problemAt } from '../../model/problem/problem.js'

/** Where these are empty, what they lack is named already. */
const REQUIRED: readonly PropertyKey[] = ['id', 'kind', 'topic', 'level', 'fr', 'nl']
/** Of all keys, readers see these; and a whole text in two languages that is empty. */
const READ = [
  'fr',
  'nl',
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

/** Values that readers see and of which YAML leaves out the end: `Service #1 de la Région` is `Service` to it. */
export function cutTexts(located: Located): Problem[] {
  const { cut } = located
  if (!cut) return []
  return leavesOf(located.value, []).flatMap(path => {
    const left = isRead(path) ? cut(path) : null
    const found = located.written(path)
    if (!left || (found === '' && REQUIRED.includes(path.at(-1) ?? ''))) return []
    return [
      problemAt(located.file, located.placeOf(path), 'text-cut', {
        ...namingAt(located, path),
        found,
        cut: left,
      }),
    ]
  })
}

function isRead(path: Path): boolean {
  return READ.includes(String(path.at(-1)))
}

function leavesOf(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, part]) =>
    leavesOf(part, [...path, Array.isArray(value) ? Number(key) : key]),
  )
}
