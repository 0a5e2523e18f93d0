import { opensLanguage, plainText, type WordItem, type WordParagraph, type WordTable } from './document.js'
import { type Counting, nextLabel, restart } from './numbering.js'
import type { InlineState } from './word-fields.js'
import { elementAt, type XmlElement } from './word-parts.js'
import { readRuns } from './word-runs.js'
import { numberingOf, type WordSheet } from './word-styles.js'

/** The reading state: a paragraph whose mark was deleted continues in the next one. */
export type Reading = {
  sheet: WordSheet
  inline: InlineState
  counting: Counting
  carried: Pick<WordParagraph, 'runs' | 'faults'> | null
}

export type Add = (block: WordParagraph | WordTable) => void

export function addParagraph(element: XmlElement, reading: Reading, add: Add) {
  const { sheet, inline, carried } = reading
  const properties = elementAt(element, 'w:pPr')
  const { runs, faults } = readRuns(element, sheet, inline)
  const content = {
    runs: [...(carried?.runs ?? []), ...runs],
    faults: [...(carried?.faults ?? []), ...faults],
  }
  const mark = elementAt(properties, 'w:rPr')
  const markIsGone = elementAt(mark, 'w:del') ?? elementAt(mark, 'w:moveFrom')
  reading.carried = markIsGone ? content : null
  if (markIsGone) return
  if (opensLanguage(plainText(content))) restart(reading.counting)
  add({ kind: 'paragraph', ...shapeOf(properties, reading), ...content })
}

function shapeOf(
  properties: XmlElement | undefined,
  { sheet, counting }: Reading,
): Pick<WordParagraph, 'heading' | 'list'> {
  const style = sheet.style(elementAt(properties, 'w:pStyle')?.attributes['w:val'])
  const outline = Number(elementAt(properties, 'w:outlineLvl')?.attributes['w:val'] ?? '9')
  const heading = style.heading || (outline < 9 ? outline + 1 : 0)
  const own = elementAt(properties, 'w:numPr')
  const numbering = numberingOf(own) ?? styleNumbering(style.numbering, own)
  return { heading, list: numbering ? itemOf(numbering, sheet, counting) : null }
}

/** A paragraph may take its style's list with a level of its own. */
function styleNumbering(
  numbering: { id: string; level: number } | null,
  own: XmlElement | undefined,
): { id: string; level: number } | null {
  const level = elementAt(own, 'w:ilvl')?.attributes['w:val']
  return numbering && level !== undefined && /^[0-8]$/.test(level)
    ? { ...numbering, level: Number(level) }
    : numbering
}

/** Id 0 takes a paragraph out of any list; an unknown list has bullets. */
function itemOf(
  { id, level }: { id: string; level: number },
  sheet: WordSheet,
  counting: Counting,
): WordItem | null {
  if (id === '0') return null
  const list = sheet.list(id)
  const label = list ? nextLabel(list, level, counting) : null
  return label === '' ? null : { level, label }
}
