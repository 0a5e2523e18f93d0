import type { Language } from '../../model/language/language.js'
import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import type { Piece } from '../../model/updates/section-sources.js'

/** Far above real ones; keeps the cost of YAML below a second. */
const LIMIT_KIB = 64
const FENCE = /^---[ \t]*$/
/** A key in any language: `thème:`, `jusqu’au :`. */
const KEY = /^[\p{L}\w][\p{L}\p{M}\w'’ -]{0,40}:/u
/** A rough heading of a language: finds the body of a file whose `---` is missing. */
const HEADING = /^#{1,6}[ \t]*([a-z]{2})[\s\u00a0]*:/i

/**
 * Splits a file at its two `---` lines. Text after `---` (`---js`, `---json`) never selects a language to run. When a line is missing, the parts are
 * guessed, so that both can be checked. `keys` is null without YAML.
 */
export function splitFrontMatter(
  text: string,
  file: string,
  languages: readonly Language[],
): { keys: Piece | null; body: Piece | null; problems: Problem[] } {
  const lines = text.split('\n')
  const piece = (from: number, to?: number): Piece => ({
    text: lines.slice(from, to).join('\n'),
    firstLine: from + 1,
  })
  const heading = lines.findIndex(line => languages.includes(HEADING.exec(line)?.[1]?.toLowerCase() ?? ''))
  const open = lines.findIndex(line => line.trim() !== '')
  if (!FENCE.test(lines[open] ?? '')) {
    const problems = [problemAt(file, WHOLE_FILE, 'front-matter-missing', {})]
    const end = lines.findIndex(line => FENCE.test(line))
    const keys = end > open && KEY.test(lines[open] ?? '') ? piece(open, end) : null
    return sized(keys, heading < 0 ? null : piece(heading), problems, file)
  }
  const close = lines.findIndex((line, index) => index > open && FENCE.test(line))
  if (close < 0) {
    const problems = [problemAt(file, { line: open + 1, column: 1 }, 'front-matter-open', {})]
    const end = heading < 0 ? lines.length : heading
    return sized(piece(open + 1, end), heading < 0 ? null : piece(heading), problems, file)
  }
  return sized(piece(open + 1, close), piece(close + 1), [], file)
}

function sized(keys: Piece | null, body: Piece | null, problems: Problem[], file: string) {
  if (!keys || keys.text.length <= LIMIT_KIB * 1024) return { keys, body, problems }
  const place = { line: keys.firstLine, column: 1 }
  const tooLarge = problemAt(file, place, 'front-matter-too-large', { limitKiB: LIMIT_KIB })
  return { keys: null, body, problems: [...problems, tooLarge] }
}
