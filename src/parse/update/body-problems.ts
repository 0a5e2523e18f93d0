import { problemAt } from '../../model/problem/problem.js'
import type { Report } from './body-sections.js'

/** A reference is defined once for both languages and is lost when they are split. */
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
    // An unused reference is Markdown's way to write a remark.
    if (/^(?:\/\/|#|>|-|comment)$/i.test(found))
      report(problemAt(file, place, 'html-refused', { what: 'comment', found: line.trim().slice(0, 200) }))
    else report(problemAt(file, place, 'link-reference', { found }))
  })
}
