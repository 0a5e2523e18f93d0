import { fold } from '../../model/delivery/phrase.js'
import { MONTH } from './written-date.js'

/** Abbreviations that end in a full stop. */
const ABBREVIATED =
  /(?:^|[\s(])(?:jan|janv|feb|fev|fevr|mar|mrt|apr|avr|jun|jul|juil|aug|sep|sept|oct|okt|nov|dec|dez|lun|mer|jeu|ven|sam|dim|mon|tue|tues|wed|thu|thurs|fri|sat|sun|mme|mevr|dhr|mr|m|dr|incl|einschl|t\.e\.m|e\.a|tel|resp|nr|av|st|ste)$/
/** "Vom 3. bis 7. April": an ordinal number. */
const ORDINAL = new RegExp(`^\\. (?:bis|und|oder|-|–|${MONTH})`)

/** The folded sentences of a text; lines broken by a mail program are joined. */
export function sentencesOf(text: string): string[] {
  const folded = fold(unwrapped(text)).replace(/[ \t]+/g, ' ')
  const sentences: string[] = []
  let start = 0
  for (const { index } of folded.matchAll(/[!?;\n]|\.(?=\s)/g)) {
    if (folded[index] === '.' && isInside(folded, start, index)) continue
    sentences.push(folded.slice(start, index + 1).trim())
    start = index + 1
  }
  sentences.push(folded.slice(start).trim())
  return sentences.filter(sentence => sentence !== '')
}

/** Whether a full stop is inside its sentence. */
function isInside(text: string, start: number, index: number): boolean {
  if (ABBREVIATED.test(text.slice(Math.max(start, index - 12), index))) return true
  return /(?:^|\D)\d{1,2}$/.test(text.slice(index - 3, index)) && ORDINAL.test(text.slice(index, index + 16))
}

function unwrapped(text: string): string {
  const pieces: string[] = []
  let last = ''
  for (const line of text.split('\n').map(one => one.trimEnd())) {
    const goesOn = /^[a-zà-ÿ\d(]/.test(line) && /^[^\s.!?:;]$/.test(last)
    if (last !== '') pieces.push(goesOn ? ' ' : '\n')
    pieces.push(line)
    last = line === '' && last !== '' ? '\n' : line.slice(-1)
  }
  return pieces.join('')
}
