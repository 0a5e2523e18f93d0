import { codeNamed, type NameList } from '../../model/language/names.js'
import { fieldAt } from '../../model/updates/vocabulary.js'
import type { Known } from '../update/checks.js'
import { plainText, type WordParagraph } from './document.js'
import type { Reading } from './fields-tree.js'
import { chosen, heldIn } from './form-values.js'

const ADDRESSES = /^(?:(?:links|act)\.[a-z]{2}|event\.url)$/
export const DATES = /^(?:from|until|deadline|event\.(?:start|end))$/

export function namesAt(path: readonly string[], { names }: Pick<Known, 'names'>): NameList {
  const values = fieldAt(path)?.values
  return (typeof values === 'string' ? names?.[values] : values) ?? {}
}

/** Far more words than any name of a list has. */
const NAME_WORDS = 6

/** Between commas, a name may have several words (`Espace public`); without commas, names of one word or more follow one another. */
export function itemsOf(value: string, names: NameList): string[] {
  return value.split(/[,;\n]/).flatMap(piece => {
    const words = piece.split(/\s/).filter(Boolean)
    const items: string[] = []
    for (let at = 0; at < words.length; ) {
      const longest = Math.min(NAME_WORDS, words.length - at)
      const lengths = Array.from({ length: longest }, (_, index) => longest - index)
      const named = lengths.find(length => codeNamed(words.slice(at, at + length).join(' '), names))
      items.push(words.slice(at, at + (named ?? 1)).join(' '))
      at += named ?? 1
    }
    return items
  })
}

export function valueIn(
  parts: readonly string[],
  cell: readonly WordParagraph[],
  { known }: Reading,
): string {
  const key = parts.join('.')
  const address = ADDRESSES.test(key) && cell.flatMap(({ runs }) => runs).find(({ link }) => link)?.link
  if (address) return address.trim()
  const text = textOf(cell)
  if (fieldAt(parts)?.values) return chosen(text, heldIn(cell), namesAt(parts, known))
  // Word begins a cell with a capital by itself.
  if (key === 'id') return text.slice(0, 1).toLowerCase() + text.slice(1)
  // Word makes hyphens longer while one types.
  return DATES.test(key) ? text.replace(/(?<=\d)[\u2010-\u2015](?=\d)/g, '-') : text
}

export function textOf(cell: readonly WordParagraph[]): string {
  return cell.map(plainText).join('\n').trim()
}
