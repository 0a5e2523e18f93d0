import { bareName, codeNamed, type NameList } from '../../model/language/names.js'
import { isNothing } from './flag-meant.js'

/** Words between and around names of competences. */
const BETWEEN = new Set([
  'et',
  'en',
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'l',
  'd',
  'het',
  'van',
  'and',
  'ainsi',
  'que',
  'alsook',
])

/** The most words in a competence's name. */
const LONGEST_NAME = 6

/**
 * The competences that a cell lists by code or name, with any separator: `Économie, espace public et emploi`. Other words stay, as written between
 * separators.
 */
export function competencesMeant(text: string, names: NameList): string[] {
  if (isNothing(text)) return []
  return text.split(/[,;/\n•·+&|]/).flatMap(part => {
    const words = part.split(/[\s'’]+/).filter(word => bareName(word) !== '')
    const codes = codesIn(words, names)
    // `économie foo` is two words, one of them wrong; `travaux publics` is one name.
    const isList = words.some(word => Object.hasOwn(names, word.toLowerCase()))
    return (
      codes ?? (isList ? words.map(word => codeNamed(word, names) ?? word) : [part.trim()].filter(Boolean))
    )
  })
}

/** Null where a word belongs to no name. */
function codesIn(words: readonly string[], names: NameList): string[] | null {
  const codes: string[] = []
  for (let at = 0; at < words.length; ) {
    const length = [...Array(LONGEST_NAME).keys()]
      .map(index => LONGEST_NAME - index)
      .find(one => at + one <= words.length && codeNamed(words.slice(at, at + one).join(''), names))
    const code = length && codeNamed(words.slice(at, at + length).join(''), names)
    if (code) codes.push(code)
    else if (!BETWEEN.has(bareName(words[at] ?? ''))) return null
    at += length ?? 1
  }
  return [...new Set(codes)]
}
