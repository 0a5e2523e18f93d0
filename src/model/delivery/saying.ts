import type { Cause } from './status.js'

/** Sentences by which mail systems say one thing, and the RFC 3463 subject and detail that it stands for. */
export type Sayings = {
  /** `1.1` of `5.1.1`. */
  detail: string
  cause: Cause
  /** The class when neither a code nor a reply is given: what RFC 3463 §3 calls this condition by itself. */
  usually: 4 | 5
  /** The row with the smallest number wins where several match: the more particular complaint is read first. */
  order: number
  /** Boilerplate that servers also put around another complaint: a telling code outweighs it. */
  isWeak?: true
  /**
   * Literal phrases in lower case, without accents, separated by `|`. A space is any white space, `…` anything up to 60
   * characters. After one a last word is whole but for a letter: `mailbox … vol`, and no `volgende`.
   */
  says: string
}

export type Saying = Pick<Sayings, 'detail' | 'cause' | 'usually'> & { isWeak: boolean; pattern: RegExp }

/** A table cell of phrases as one pattern, for text that went through `fold`; `end`: what follows those with a gap. */
export function compilePhrases(phrases: string, end = ''): RegExp {
  const alternatives = phrases.split('|').map(
    phrase =>
      fold(phrase.trim())
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/ ?… ?/g, '[^]{0,60}?')
        // Bounded: an open end would make runs of blanks cost the square of their length.
        .replace(/ {1,9}/g, '\\s{1,12}') + (phrase.includes('…') ? end : ''),
  )
  return new RegExp(`(?<![a-z])(?:${alternatives.join('|')})`)
}

/** Lower case, straight apostrophes, no accents: what phrases are compared in. Keeps the length of each line roughly. */
export function fold(text: string): string {
  return text
    .replace(/[’‘`´]/g, "'")
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/ß/g, 'ss')
    .replace(/\u00a0|\u202f/g, ' ')
    .toLowerCase()
}
