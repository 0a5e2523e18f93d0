import { nextLine } from './introduction.js'

/**
 * Where a quotation ends that is marked by standing further in; -1 when the next lines aren't so marked. Only after an empty
 * line does the author go on: else the lines below belong to the quoted mail, of which some stand further in.
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
