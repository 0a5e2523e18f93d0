import { nextLine } from './introduction.js'

/**
 * The end of a quotation marked by indentation; -1 when the next lines aren't. The author continues only after an empty line: other lines belong to
 * the quoted mail.
 */
export function indentedEnd(lines: string[], from: number): number {
  if (!/^(?: {4}|\t)/.test(nextLine(lines, from))) return -1
  let at = from
  while (
    at < lines.length &&
    ((lines[at] as string).trim() === '' || /^(?: {2}|\t)/.test(lines[at] as string))
  )
    at++
  return at === lines.length || (lines[at - 1] as string).trim() === '' ? at : -1
}
