import { linesOfPerson } from '../../model/roster/person.js'
import type { MandateHolder } from '../../model/roster/recipient.js'
import { separatorOf } from './grid.js'
import { ownColumns } from './heading.js'
import { emailMeant } from './meant.js'
import { separatedLines } from './separated.js'

/**
 * mandate-holders.csv with another address for one mandate: nothing else changes, neither BOM, separator, line ends, quotes nor order. Null when
 * mandate, column or line is uncertain.
 */
export function withAddress(
  text: string,
  recipient: string,
  after: string,
): { text: string; before: string } | null {
  const marked = text.startsWith('\ufeff') ? 1 : 0
  const lines = separatedLines(text.slice(marked), separatorOf(text).separator)
  const heads = lines.map(({ cells }) =>
    ownColumns(cells.map(cell => cell.text)).map(name => name.toLowerCase()),
  )
  const at = heads.findIndex(names => names.includes('id') && names.includes('email'))
  const names = heads[at] ?? []
  const [idAt, emailAt] = [names.indexOf('id'), names.indexOf('email')]
  const found = lines.slice(at + 1).flatMap(({ cells }) => {
    const isTheirs = cells[idAt]?.text.normalize('NFC') === recipient && cells.length <= names.length
    return isTheirs ? [cells[emailAt]] : []
  })
  const [cell] = found
  if (at < 0 || !cell || found.length > 1) return null
  const written = cell.isQuoted ? `"${after}"` : after
  const [start, end] = [cell.start + marked, cell.end + marked]
  const before = cell.text.normalize('NFC')
  return { text: text.slice(0, start) + written + text.slice(end), before: emailMeant(before) ?? before }
}

/** The same on all lines of a mandate's holder: changing one would make two people. `also`: ids of the other lines. */
export function withAddressOfPerson(
  text: string,
  recipient: string,
  email: string,
  mandates: readonly MandateHolder[],
): { text: string; before: string; also: string[] } | null {
  const made = withAddress(text, recipient, email)
  if (!made) return null
  const also: string[] = []
  let whole = made.text
  for (const id of linesOfPerson(mandates, recipient).filter(other => other !== recipient)) {
    const next = withAddress(whole, id, email)
    if (!next) continue
    whole = next.text
    also.push(id)
  }
  return { text: whole, before: made.before, also }
}
