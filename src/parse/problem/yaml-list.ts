import { didYouMean } from '../../model/language/did-you-mean.js'
import type { Located } from '../../model/problem/located.js'
import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { readYaml } from './yaml-source.js'

/** A YAML file with one list under one key: each item as a value that knows its places. */
export function readYamlList(
  text: string,
  key: string,
  file: string,
): { items: Located[]; problems: Problem[] } {
  const { located, problems, broken } = readYaml(text, file)
  if (broken) return { items: [], problems }
  const root = located.value as Record<string, unknown>
  for (const other of Object.keys(root)) {
    if (other === key) continue
    const values = { key: other, suggestion: didYouMean(other, [key]), allowed: [key] }
    problems.push(problemAt(file, located.keyPlaceOf([other]), 'key-unknown', values))
  }
  const list = root[key]
  if (Array.isArray(list)) return { items: list.map((_, index) => itemOf(located, key, index)), problems }
  const found = located.written([key])
  if (found === '') problems.push(problemAt(file, WHOLE_FILE, 'key-missing', { key }))
  else problems.push(problemAt(file, located.placeOf([key]), 'list-expected', { key, found }))
  return { items: [], problems }
}

function itemOf(list: Located, key: string, index: number): Located {
  return {
    file: list.file,
    value: (list.value as Record<string, unknown[]>)[key]?.[index],
    placeOf: path => list.placeOf([key, index, ...path]),
    keyPlaceOf: path => list.keyPlaceOf([key, index, ...path]),
    written: path => list.written([key, index, ...path]),
  }
}
