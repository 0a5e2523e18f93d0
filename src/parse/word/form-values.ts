import { dayWritten, momentWritten } from '../../model/calendar/iso-date.js'
import { codeNamed, type NameList } from '../../model/language/names.js'
import { plainText, type WordParagraph, type WordRun } from './document.js'

type Held = NonNullable<WordRun['held']>

/** What a cell's form field holds, if the cell has no other text. */
export function heldIn(cell: readonly WordParagraph[]): Held | null {
  const held = cell.flatMap(({ runs }) => runs).find(run => run.held)?.held
  return held && cell.map(plainText).join('\n').trim() === held.shown.trim() ? held : null
}

/**
 * A choice's code, from the shown text (`Aide / Steun`, also where only text remained) or the field's value. Commas separate several. Any other text
 * stays.
 */
export function chosen(text: string, held: Held | null, names: NameList): string {
  const pieces = text.split(/[,;]/).map(piece => inBothLanguages(piece, names) ?? piece.trim())
  if (pieces.length === 1 && held && codeNamed(pieces[0] ?? '', names) === null) return held.value
  return text.includes('/') ? pieces.join(', ') : text
}

function inBothLanguages(text: string, names: NameList): string | null {
  const halves = text.split('/')
  const codes = halves.map(half => codeNamed(half.trim(), names))
  const [code] = codes
  return code && halves.length === 2 && codes.every(one => one === code) ? code : null
}

/** A date picker's day when its text shows another one: typed over, or a copied field. Null where they agree. */
export function otherDay(text: string, held: Held | null): string | null {
  const said = dayWritten(text) ?? momentWritten(text)?.slice(0, 10)
  return held && said && said !== held.value ? held.value : null
}
