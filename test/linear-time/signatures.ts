import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { PROJECT_ROOT } from '../../src/config.js'

export type Parameter = { name: string; type: string }
export type Signature = { file: string; name: string; isAsync: boolean; parameters: Parameter[] }

const EXPORTED = /^export (async )?(?:function (\w+)|const (\w+) = (async )?)(?:<[^(\n]*>)?\(/gm

/** Every exported function of the program's TypeScript below these paths of `src`. */
export function exportedFunctions(places: string[]): Signature[] {
  return places.flatMap(filesAt).flatMap(file => {
    const text = readFileSync(join(PROJECT_ROOT, file), 'utf8')
    return [...text.matchAll(EXPORTED)].flatMap(match => {
      const [all, isAsync, declared, constant, isAsyncToo] = match
      const parameters = parametersAt(text, match.index + all.length)
      const name = declared ?? constant ?? ''
      // `const X = (A + B) * C` is no function.
      return parameters ? [{ file, name, isAsync: Boolean(isAsync ?? isAsyncToo), parameters }] : []
    })
  })
}

function filesAt(place: string): string[] {
  if (place.endsWith('.ts')) return [join('src', place)]
  return readdirSync(join(PROJECT_ROOT, 'src', place), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map(entry => relative(PROJECT_ROOT, join(entry.parentPath, entry.name)))
    .sort()
}

function parametersAt(text: string, start: number): Parameter[] | null {
  const parts: string[] = []
  let [depth, from, at] = [1, start, start]
  for (; depth > 0 && at < text.length; at++) {
    const character = text.charAt(at)
    if ('([{<'.includes(character)) depth++
    else if (')]}'.includes(character) || (character === '>' && text.charAt(at - 1) !== '=')) depth--
    else if (character === ',' && depth === 1) {
      parts.push(text.slice(from, at))
      from = at + 1
    }
  }
  if (!/^\s*(?::|=>|\{)/.test(text.slice(at, at + 100))) return null
  parts.push(text.slice(from, at - 1))
  return parts.map(part => part.trim()).flatMap(part => (part === '' ? [] : [parameterOf(part)]))
}

function parameterOf(part: string): Parameter {
  const colon = colonOf(part)
  const name = part.slice(0, colon < 0 ? part.length : colon).replace(/[?\s]|=.*/g, '')
  const type = colon < 0 ? '' : (part.slice(colon + 1).split(' = ')[0] ?? '')
  return { name, type: type.replace(/\s+/g, ' ').trim() }
}

/** The colon before the type, not one inside of a pattern. */
function colonOf(part: string): number {
  let depth = 0
  for (const [at, character] of [...part].entries()) {
    if ('([{<'.includes(character)) depth++
    if (')]}>'.includes(character)) depth--
    if (character === ':' && depth === 0) return at
  }
  return -1
}
