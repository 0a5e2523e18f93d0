import type { YAMLError } from 'yaml'
import { type Place, type Problem, type ProblemCode, problemAt } from '../../model/problem/problem.js'

const WHY: Partial<Record<string, ProblemCode>> = {
  TAB_AS_INDENT: 'yaml-tab',
  BAD_INDENT: 'yaml-indent',
  BLOCK_AS_IMPLICIT_KEY: 'yaml-colon',
  BLOCK_IN_FLOW: 'yaml-colon',
  MULTILINE_IMPLICIT_KEY: 'yaml-indent',
  MISSING_CHAR: 'yaml-unclosed',
}
/** Characters with a meaning of their own at the beginning of a YAML value. */
const SIGNS = '@`%*&!>|-?[]{},"\''
/** Lists and maps in brackets are seldom longer. */
const FLOW_LINES = 30
const LIMIT = 20

/** One problem per line: further errors on a line mostly follow from the first. `text` is the YAML, whose lines count from 1. */
export function syntaxProblems(
  errors: readonly YAMLError[],
  text: string,
  file: string,
  placeAt: (offset: number) => Place,
): Problem[] {
  const lines = text.split('\n')
  const { line: firstLine } = placeAt(0)
  const byLine = new Map<number, Problem>()
  const seen = new Set<number>()
  for (const error of errors) {
    const place = placeAt(error.pos[0])
    if (seen.has(place.line)) continue
    seen.add(place.line)
    const problem = problemOf(error, place, lines, firstLine, file)
    if (byLine.size < LIMIT && !byLine.has(problem.line)) byLine.set(problem.line, problem)
  }
  return [...byLine.values()]
}

function problemOf(
  { code, message }: YAMLError,
  place: Place,
  lines: readonly string[],
  firstLine: number,
  file: string,
): Problem {
  const index = place.line - firstLine
  const at = (line: number, column: number): Place => ({ line: line + firstLine, column })
  if (code === 'BAD_INDENT' || (code === 'MISSING_CHAR' && !/quote|Comments/.test(message))) {
    const hash = hashInFlow(lines, index)
    if (hash) return problemAt(file, at(hash.index, hash.column), 'yaml-hash', { found: hash.found })
  }
  const isQuote = code === 'MISSING_CHAR' && message.startsWith('Missing closing')
  const line = isQuote ? openQuote(lines) : index
  const sign = signedValue(lines[line] ?? '')
  const isSign = code === 'BAD_SCALAR_START' || code === 'UNEXPECTED_TOKEN' || code === 'MISSING_CHAR'
  if (isSign && sign && (!isQuote || sign.sign === "'"))
    return problemAt(file, at(line, sign.column), 'yaml-sign', { found: sign.sign, suggestion: sign.whole })
  if (code === 'BAD_SCALAR_START') {
    const found = lines[index]?.[place.column - 1] ?? ''
    return problemAt(file, place, 'yaml-sign', { found, suggestion: null })
  }
  const where = isQuote && sign ? at(line, sign.column) : place
  return problemAt(file, where, WHY[code] ?? 'yaml-unreadable', {})
}

/** The `#` at or above a line that hides a closing bracket. */
function hashInFlow(lines: readonly string[], from: number) {
  for (let index = from; index >= 0 && index > from - FLOW_LINES; index--) {
    const line = lines[index] ?? ''
    const hash = line.search(/[ \t]#/)
    const bracket = line.search(/[[{]/)
    if (bracket >= 0 && hash > bracket) return { index, column: hash + 2, found: line.slice(hash + 1).trim() }
    if (index < from && bracket >= 0) return null
  }
  return null
}

/** The first line with an unclosed quote. */
function openQuote(lines: readonly string[]): number {
  return lines.findIndex(line => {
    const value = afterKey(line)
    const [quote] = value?.text ?? ''
    return (quote === '"' || quote === "'") && (value?.text.split(quote).length ?? 0) % 2 === 0
  })
}

/** A line's value that begins with a YAML sign, and the line with that value quoted. */
function signedValue(line: string): { sign: string; column: number; whole: string | null } | null {
  const value = afterKey(line)
  const sign = value?.text[0]
  if (!value || !sign) return null
  if (SIGNS.includes(sign) && !(sign === '{' && value.text.endsWith('}'))) {
    return { sign, column: value.column, whole: `${value.key}: ${quoted(value.text)}` }
  }
  return null
}

/** Uses the kind of quotes that the text doesn't contain. */
function quoted(text: string): string {
  if (!text.includes('"')) return `"${text}"`
  return `'${text.replaceAll("'", "''")}'`
}

function afterKey(line: string): { key: string; text: string; column: number } | null {
  const colon = line.indexOf(': ')
  if (colon < 0) return null
  const after = line.slice(colon + 1)
  const text = after.trim()
  const key = line.slice(0, colon).replace('- ', '').trim()
  return { key, text, column: colon + 2 + (after.length - after.trimStart().length) }
}
