import type { WordFault, WordRun } from './document.js'
import { oldFormField } from './word-controls.js'
import type { XmlElement } from './word-parts.js'
import type { WordFormat, WordSheet } from './word-styles.js'

/** The open fields (ECMA-376 §17.16.18): one may span paragraphs. */
export type InlineState = { fields: { instruction: string; inResult: boolean }[] }
export type Found = { runs: WordRun[]; faults: WordFault[] }

export type Walk = {
  sheet: WordSheet
  state: InlineState
  found: Found
  link: string | null
  /** The format from the paragraph's style. */
  base: WordFormat
}

export type Add = (text: string) => void

/** Fields with changing content, or meaningless outside a page (§17.16.5). */
const MOVING = new Set([
  'DATE',
  'TIME',
  'SAVEDATE',
  'PRINTDATE',
  'PAGE',
  'NUMPAGES',
  'SECTION',
  'SECTIONPAGES',
])

const FOR_MERGING = new Set(['MERGEFIELD', 'FILLIN', 'ASK', 'ADDRESSBLOCK', 'GREETINGLINE', 'MACROBUTTON'])

/** Fields whose result Word draws without storing it. */
const DRAWN = new Set(['EQ', 'SYMBOL', 'AUTONUM', 'AUTONUMLGL', 'AUTONUMOUT', 'LISTNUM'])

export function turnField(piece: XmlElement, walk: Walk, add: Add): void {
  const { fields } = walk.state
  const type = piece.attributes['w:fldCharType']
  const open = fields.at(-1)
  if (type === 'begin') {
    add(oldFormField(piece) ?? '')
    if (fields.length < 50) fields.push({ instruction: '', inResult: false })
  } else if (type === 'separate' && open) open.inResult = true
  else if (type === 'end' && open) {
    fields.pop()
    walk.found.faults.push(...fieldFault(open.instruction))
  }
}

export function fieldFault(instruction: string): WordFault[] {
  const name = /^\s*([A-Za-z]+)/.exec(instruction)?.[1]?.toUpperCase() ?? ''
  if (MOVING.has(name)) return ['moving']
  if (FOR_MERGING.has(name)) return ['merge-field']
  return DRAWN.has(name) ? ['box'] : []
}
