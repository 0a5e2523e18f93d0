import type { AST } from '@eslint-community/regexpp'
import { type Alphabet, EDGE, type Single } from './alphabet.js'

/** Whether an assertion holds between two letters; null when more of the text decides. */
export type Guard = (before: number, after: number) => boolean | null

export const isSingle = (element: AST.Element): element is Single =>
  ['Character', 'CharacterSet', 'CharacterClass'].includes(element.type)

/** The guard of `^`, `$`, `\b` or a look-around. For a look-around of one character it is exact; for a longer one, its nearest character decides. */
export function guardOf(assertion: AST.Assertion, alphabet: Alphabet, multiline: boolean): Guard {
  if (assertion.kind === 'word') {
    const isWord = (letter: number) => alphabet.words.has(letter)
    return (before, after) => (isWord(before) !== isWord(after)) !== assertion.negate
  }
  if (!('alternatives' in assertion)) {
    const isEdge = (letter: number) => letter === EDGE || (multiline && alphabet.lineEnds.has(letter))
    return (before, after) => isEdge(assertion.kind === 'start' ? before : after)
  }
  const options = assertion.alternatives.map(({ elements }) =>
    optionOf(elements, assertion.kind === 'lookbehind', alphabet, multiline),
  )
  return (before, after) => negated(anyOf(options.map(option => option(before, after))), assertion.negate)
}

/** Whether a guard covers a look-around fully: each alternative is one character or edge. */
export const isExact = (assertion: AST.LookaroundAssertion): boolean =>
  assertion.alternatives.every(({ elements: [element, ...more] }) => {
    if (!element || more.length > 0) return false
    return isSingle(element) || (element.type === 'Assertion' && !('alternatives' in element))
  })

function optionOf(elements: AST.Element[], behind: boolean, alphabet: Alphabet, multiline: boolean): Guard {
  const nearest = behind ? elements.at(-1) : elements[0]
  if (!nearest) return () => true
  if (nearest.type === 'Assertion') {
    if ('alternatives' in nearest || elements.length > 1) return () => null
    return guardOf(nearest, alphabet, multiline)
  }
  if (!isSingle(nearest)) return () => null
  const letters = alphabet.of(nearest)
  return (before, after) => {
    if (!letters.has(behind ? before : after)) return false
    return elements.length === 1 ? true : null
  }
}

function anyOf(truths: (boolean | null)[]): boolean | null {
  if (truths.includes(true)) return true
  return truths.includes(null) ? null : false
}

const negated = (truth: boolean | null, negate: boolean): boolean | null =>
  truth === null ? null : truth !== negate
