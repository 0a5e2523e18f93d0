import type { Problem, ProblemCode } from '../../model/problem/problem.js'

/** From this number of lines on, equal mistakes are one. */
const LINES = 3

/** Mistakes of a list as a whole, wherever they show. */
const ONCE: ReadonlySet<ProblemCode> = new Set<ProblemCode>(['text-garbled'])
/** Mistakes that are always reported line by line. */
const APART: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'id-twice',
  'mandate-twice',
  'mayors-overlap',
  'column-unknown',
  'column-missing',
])

/**
 * The problems of a list, each once: at its first line, with `more` for the number of others. Equal mistakes have the same value in the same column.
 * On half of all lines the same form suffices.
 */
export function withoutRepeats(found: readonly Problem[], file: string, lines: number): Problem[] {
  const own = found.filter(one => one.file === file)
  const [values, forms] = [counted(own.map(valueKey)), counted(own.map(formKey))]
  const keyOf = (one: Problem): string | null => {
    if (one.file !== file || APART.has(one.code)) return null
    const form = formKey(one)
    if (ONCE.has(one.code) || (forms.get(form) ?? 0) >= Math.max(LINES, lines / 2)) return form
    const value = valueKey(one)
    return (values.get(value) ?? 0) >= LINES ? value : null
  }
  const kept: Problem[] = []
  const firsts = new Map<string, { at: number; more: number }>()
  for (const one of found) {
    const key = keyOf(one)
    const first = key === null ? undefined : firsts.get(key)
    if (first) {
      first.more += 1
      kept[first.at] = { ...(kept[first.at] as Problem), more: first.more }
      continue
    }
    if (key !== null) firsts.set(key, { at: kept.length, more: 0 })
    kept.push(one)
  }
  return kept
}

function counted(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

const foundIn = ({ values }: Problem) => ('found' in values ? String(values.found) : '')
const columnOf = ({ values }: Problem) => ('key' in values ? values.key : '')
const valueKey = (one: Problem) => `${one.code} ${columnOf(one)} ${foundIn(one)}`

/** `3 déc. 2018` and `14 janv. 2019` have one form. */
function formKey(one: Problem): string {
  if (ONCE.has(one.code)) return one.code
  const form = foundIn(one)
    .slice(0, 100)
    .replace(/\p{L}+/gu, 'a')
    .replace(/\d+/g, '9')
  return `${one.code} ${columnOf(one)}: ${form}`
}
