import type { Token } from 'markdown-it'
import { type Problem, problemAt } from '../../model/problem/problem.js'
import type { Piece } from '../../model/updates/section-sources.js'
import type { Report } from './body-sections.js'
import { inlineProblems } from './inline-checks.js'
import { placedTokens } from './markdown-places.js'

/** Finding the place of a mistake costs time: a file that is full of them is not read to its end. */
export const ENOUGH = 200

/** HTML is named once per paragraph: each tag has another one that closes it. */
export function reportInline(
  blocks: readonly Token[],
  { text, firstLine }: Piece,
  file: string,
  problems: Problem[],
): void {
  const withHtml = new Set<Token>()
  for (const placed of placedTokens(blocks, text, firstLine)) {
    if (problems.length > ENOUGH) return
    // A place costs a search, also that of a problem which is not told.
    if (withHtml.has(placed.block) && /^(?:html|text_special)$/.test(placed.token.type)) continue
    for (const problem of inlineProblems(placed, file)) {
      if (problem.code === 'html-refused') withHtml.add(placed.block)
      problems.push(problem)
    }
  }
}

/** A reference is defined once for both languages and would be lost where they part. */
export function reportReferences(
  references: readonly string[],
  lines: readonly string[],
  firstLine: number,
  file: string,
  report: Report,
): void {
  if (references.length === 0) return
  lines.forEach((line, index) => {
    const found = /^[\s>*+-]*\[([^\]]+)\]:/.exec(line)?.[1]
    if (found === undefined) return
    const place = { line: firstLine + index, column: line.indexOf('[') + 1 }
    // The reference that nothing refers to is how Markdown is given a remark.
    if (/^(?:\/\/|#|>|-|comment)$/i.test(found))
      report(problemAt(file, place, 'html-refused', { what: 'comment', found: line.trim().slice(0, 200) }))
    else report(problemAt(file, place, 'link-reference', { found }))
  })
}
