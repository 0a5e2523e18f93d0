import { type MandateText, mandateText, quoted } from '../../model/roster/difference.js'
import { type MandateHolder, PHONE_COLUMNS } from '../../model/roster/recipient.js'
import { separatorOf } from './grid.js'
import { ownColumns } from './heading.js'
import { type SeparatedLine, separatedLines } from './separated.js'

/**
 * mandate-holders.csv with another college for one commune: unchanged lines stay byte for byte, in their place. New mandates follow the commune's
 * others. Null where the lines are uncertain.
 */
export function withCollegeLines(
  text: string,
  before: readonly MandateHolder[],
  after: readonly MandateHolder[],
): string | null {
  const { separator } = separatorOf(text)
  const lines = separatedLines(text, separator)
  const at = lines.findIndex(line => namesOf(line).includes('id') && namesOf(line).includes('commune'))
  const head = lines[at]
  if (!head || lines.some(({ fault }) => fault)) return null
  const [old, fresh] = [before, after].map(list => new Map(list.map(one => [one.id, mandateText(one)]))) as [
    Map<string, MandateText>,
    Map<string, MandateText>,
  ]
  const changed = [...fresh].filter(([id, now]) => !isSame(old.get(id), now)).map(([id]) => id)
  const names = columnsFor(
    namesOf(head),
    changed.flatMap(id => fresh.get(id) ?? []),
  )
  const lineOf = (mandate: MandateText) =>
    names.map(name => cellOf(mandate[name as keyof MandateText] ?? '', separator)).join(separator)
  const end = /\r\n|\n|\r/.exec(text)?.[0] ?? '\n'
  const idAt = namesOf(head).indexOf('id')
  const idOf = (line: SeparatedLine) => line.cells[idAt]?.text.normalize('NFC') ?? ''
  const body = lines.slice(at + 1)
  const ids = body.map(idOf)
  if (changed.some(id => ids.filter(one => one === id).length > 1)) return null
  const added = changed.filter(id => !ids.includes(id))
  const pieces: string[] = []
  let from = 0
  const copyTo = (to: number) => {
    pieces.push(text.slice(from, to))
    from = to
  }
  const starts = lines.map(line => startOf(text, line))
  const endAt = (index: number) => starts[index + 1] ?? text.length
  if (names.length > namesOf(head).length) {
    const last = head.cells.at(-1)?.end ?? 0
    copyTo(last)
    pieces.push(...names.slice(namesOf(head).length).map(name => `${separator}${name}`))
  }
  const lastOfCommune = (mandate: MandateText) =>
    ids.findLastIndex(id => (old.get(id) ?? fresh.get(id))?.commune === mandate.commune)
  const places = new Map(added.map(id => [id, lastOfCommune(fresh.get(id) as MandateText)]))
  body.forEach((line, index) => {
    const id = ids[index] ?? ''
    const own = at + 1 + index
    copyTo(starts[own] ?? text.length)
    const now = fresh.get(id)
    const isGone = old.has(id) && !now
    if (isGone) from = endAt(own)
    else if (changed.includes(id) && now) {
      pieces.push(lineOf(now))
      from = line.cells.at(-1)?.end ?? from
    }
    copyTo(endAt(own))
    for (const [fresher, place] of places)
      if (place === index) pieces.push(...closed(pieces, end), lineOf(fresh.get(fresher) as MandateText), end)
  })
  copyTo(text.length)
  for (const [fresher, place] of places)
    if (place < 0) pieces.push(...closed(pieces, end), lineOf(fresh.get(fresher) as MandateText), end)
  return pieces.join('')
}

/** Adds a line end to a last line without one before another follows. */
const closed = (pieces: readonly string[], end: string): string[] =>
  /[\r\n]$/.test(pieces.findLast(piece => piece !== '') ?? end) ? [] : [end]

const namesOf = ({ cells }: SeparatedLine) =>
  ownColumns(cells.map(cell => cell.text.replace(/^\ufeff/, ''))).map(name => name.toLowerCase())

/** Adds phone columns where a mandate has a number; shorter lines leave them empty. */
function columnsFor(names: readonly string[], lines: readonly MandateText[]): string[] {
  const missing = PHONE_COLUMNS.filter(column => !names.includes(column) && lines.some(line => line[column]))
  return [...names, ...missing]
}

const isSame = (a: MandateText | undefined, b: MandateText) =>
  a !== undefined && Object.entries(b).every(([key, value]) => a[key as keyof MandateText] === value)

const cellOf = (cell: string, separator: string) =>
  cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : quoted(cell)

/** Where a line begins: after the line end before its first cell. */
function startOf(text: string, { cells }: SeparatedLine): number {
  const first = cells[0]?.start ?? text.length
  const before = Math.max(text.lastIndexOf('\n', first - 1), text.lastIndexOf('\r', first - 1))
  return first === 0 ? 0 : before + 1
}
