import type { AST } from '@eslint-community/regexpp'
import { CharBase, type CharSet } from 'refa'
import { Chars, type ReadonlyFlags, toUnicodeSet } from 'regexp-ast-analysis'
import { Unclear } from './unclear.js'

/** One character of an expression, or a set. */
export type Single = AST.Character | AST.CharacterSet | AST.CharacterClass

/** The beginning or end of a text, where there is no letter. */
export const EDGE = -1

/** The characters of an expression in classes that it never distinguishes; a class is one letter, a number from 0. */
export class Alphabet {
  readonly size: number
  readonly words: ReadonlySet<number>
  readonly lineEnds: ReadonlySet<number>
  private readonly base: CharBase

  constructor(
    singles: Single[],
    private readonly flags: ReadonlyFlags,
  ) {
    const [all, word, lineEnd] = [Chars.all(flags), Chars.word(flags), Chars.lineTerminator(flags)]
    this.base = new CharBase([all, word, lineEnd, ...singles.map(single => charsOf(single, flags))])
    this.size = this.base.sets.length
    this.words = this.lettersOf(word)
    this.lineEnds = this.lettersOf(lineEnd)
  }

  every(): ReadonlySet<number> {
    return new Set(this.base.sets.keys())
  }

  of(single: Single): ReadonlySet<number> {
    return this.lettersOf(charsOf(single, this.flags))
  }

  /** A character that represents a letter in messages: a visible one if possible. */
  sample(letter: number): string {
    const ranges = this.base.sets[letter]?.ranges ?? []
    const seen = ranges.find(({ max }) => max > 0x20)
    const code = seen ? Math.max(seen.min, Math.min(0x21, seen.max)) : (ranges[0]?.min ?? 0)
    return String.fromCodePoint(code)
  }

  private lettersOf(set: CharSet): ReadonlySet<number> {
    return new Set(this.base.split(set))
  }
}

function charsOf(single: Single, flags: ReadonlyFlags): CharSet {
  const { chars, accept } = toUnicodeSet(single, flags)
  if (!accept.isEmpty) throw new Unclear('a set of several characters at once can’t be judged')
  return chars
}
