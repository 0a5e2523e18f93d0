import { fold } from '../../model/delivery/saying.js'
import { type Boundary, introductionAt, LONGEST_LINE, nextLine, TIME, WROTE } from './introduction.js'
import { quotedHeaderLength } from './quoted-header.js'

/** The boundary at a line; null when none begins there. Looks at a bounded number of lines. */
export function boundaryAt(lines: string[], index: number): Boundary | null {
  const line = (lines[index] ?? '').trim()
  if (line === '' || line.length > LONGEST_LINE) return null
  if (isDivider(line) || isGroupWise(line)) return { length: 1, before: '', isIntroduction: false }
  const length = quotedHeaderLength(lines, index)
  return length > 0 ? { length, before: '', isIntroduction: false } : introductionAt(lines, index)
}

/** What stands between dashes above a quoted mail, folded. */
const DIVIDERS = [
  ...["message d'origine", 'message original', 'mail original', 'courriel original', 'message initial'],
  ...['message transfere', 'mail transfere', 'message reexpedie', 'transfere par', "rendez-vous d'origine"],
  ...['oorspronkelijk bericht', 'origineel bericht', 'doorgestuurd bericht', 'doorgestuurd door'],
  ...['oorspronkelijke afspraak', 'original message', 'original appointment', 'forwarded message'],
  ...['forwarded by', 'reply message', 'ursprungliche nachricht', 'original-nachricht', 'originalnachricht'],
  ...['weitergeleitete nachricht', 'weitergeleitet von', 'messaggio originale', 'messaggio inoltrato'],
  ...['mensaje original', 'mensaje reenviado', 'mensagem original'],
]

/** Apple's, which has no dashes. */
const FORWARDS = [
  ...['debut du message transfere', 'debut du message reexpedie', 'begin doorgestuurd bericht'],
  ...['begin forwarded message', 'anfang der weitergeleiteten nachricht', 'inizio messaggio inoltrato'],
]

function isDivider(line: string): boolean {
  const bare = line.replace(/^[*_>\s]+/, '')
  const core = fold(bare.replace(/^[-=]{2,}[\s*]*/, '')).trim()
  if (FORWARDS.some(phrase => core.startsWith(phrase)) && core.endsWith(':')) return true
  if (/^----.{1,400}----$/.test(bare) && WROTE.test(core) && TIME.test(core)) return true
  return /^(?:--|==)/.test(bare) && DIVIDERS.some(phrase => core.startsWith(phrase))
}

/** `>>> Name <address> 26/11/2026 09:03 >>>` */
function isGroupWise(line: string): boolean {
  return line.startsWith('>>>') && line.endsWith('>>>') && /\d[:.]\d\d/.test(line)
}

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
