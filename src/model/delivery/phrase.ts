import type { Cause } from './status.js'

/** Sentences of mail systems that mean one thing, with its RFC 3463 subject and detail. */
export type Sayings = {
  /** `1.1` of `5.1.1`. */
  detail: string
  cause: Cause
  /** The class where neither a code nor a reply is given, after RFC 3463 §3. */
  usually: 4 | 5
  /** Of several matching rows the smallest number wins: the more specific complaint is read first. */
  order: number
  /** Boilerplate that servers also put around other complaints: a specific code outweighs it. */
  isWeak?: true
  /**
   * Literal phrases in lower case, without accents, separated by `|`. A space matches any white space, `…` up to 60 characters. After a gap, a last
   * word may end in one more letter: `mailbox … vol` doesn't match `volgende`.
   */
  says: string
}

export type Phrase = Pick<Sayings, 'detail' | 'cause' | 'usually'> & { isWeak: boolean; pattern: RegExp }

/** One pattern for a cell of phrases, for text that went through `fold`; `end` follows phrases with a gap. */
export function compilePhrases(phrases: string, end = ''): RegExp {
  const alternatives = phrases.split('|').map(
    phrase =>
      fold(phrase.trim())
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replace(/ ?… ?/g, '[^]{0,60}?')
        // Bounded: an unbounded repetition takes quadratic time on runs of blanks.
        .replace(/ {1,9}/g, '\\s{1,12}') + (phrase.includes('…') ? end : ''),
  )
  return new RegExp(`(?<![a-z])(?:${alternatives.join('|')})`)
}

/** Lower case, straight apostrophes, no accents: the form in which phrases are compared. Keeps line lengths roughly. */
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
