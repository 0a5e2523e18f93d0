import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import { Alphabet, type Single } from './alphabet.js'
import { type Guard, guardOf, isExact, isSingle } from './guards.js'
import { Unclear } from './unclear.js'

/** A place of an expression that reads a character, and what may follow. `ends`: paths to the expression's end. */
export type Place = { letters: ReadonlySet<number>; follow: Step[]; ends: Guard[][] }
export type Step = { to: number; guards: Guard[] }

/** Place 0 is the engine's own search: it reads anything and may begin an attempt after each character. */
export type Automaton = { alphabet: Alphabet; places: Place[] }

type Node = { place: number | null; after: Node | null; ways: { guard: Guard | null; to: Node }[] }

const COPIES = { least: 8, more: 3 }
/** A nested repetition of this many is as bad as an unbounded one. */
const LONG = 8
const MOST_STEPS = 20_000

/**
 * The position automaton of an expression (Glushkov), with assertions as guards on steps. Bounded repetitions are copied a few times; with `unbound`,
 * those of eight and more count as unbounded. Throws Unclear for back-references and unbounded lookbehinds.
 */
export function automatonOf(source: string, flags: string, unbound = false): Automaton {
  const parser = new RegExpParser()
  const parsed = parser.parseFlags(flags)
  const pattern = parser.parsePattern(source, 0, source.length, {
    unicode: parsed.unicode,
    unicodeSets: parsed.unicodeSets,
  })
  const singles: Single[] = []
  visitRegExpAST(pattern, {
    onCharacterEnter: node => void singles.push(node),
    onCharacterSetEnter: node => void singles.push(node),
    onCharacterClassEnter: node => void singles.push(node),
  })
  const builder = new Builder(new Alphabet(singles, parsed), parsed.multiline, unbound)
  return builder.whole(pattern)
}

class Builder {
  private readonly reading: { letters: ReadonlySet<number>; node: Node }[] = []

  constructor(
    private readonly alphabet: Alphabet,
    private readonly multiline: boolean,
    private readonly unbound: boolean,
  ) {}

  whole(pattern: AST.Pattern): Automaton {
    const end = node()
    const entry = this.choice(pattern.alternatives, end)
    const places = this.reading.map(({ letters, node }) => ({ letters, ...waysOf(node.after ?? end, end) }))
    const { follow } = waysOf(entry, end)
    const shifted = (steps: Step[]) => steps.map(({ to, guards }) => ({ to: to + 1, guards }))
    const search = {
      letters: this.alphabet.every(),
      follow: [{ to: 0, guards: [] }, ...shifted(follow)],
      ends: [],
    }
    return {
      alphabet: this.alphabet,
      places: [search, ...places.map(place => ({ ...place, follow: shifted(place.follow) }))],
    }
  }

  private choice(alternatives: AST.Alternative[], to: Node): Node {
    const entries = alternatives.map(({ elements }) =>
      elements.reduceRight((after: Node, element) => this.element(element, after), to),
    )
    return node(entries.map(entry => ({ guard: null, to: entry })))
  }

  private element(element: AST.Element, to: Node): Node {
    if (isSingle(element)) return this.single(element, to)
    if (element.type === 'Assertion') return this.assertion(element, to)
    if (element.type === 'Quantifier') return this.repetition(element, to)
    if (element.type === 'Group' || element.type === 'CapturingGroup')
      return this.choice(element.alternatives, to)
    throw new Unclear(`a ${element.type} can't be judged`)
  }

  private single(element: Single, to: Node): Node {
    const reader: Node = { place: this.reading.length, after: to, ways: [] }
    this.reading.push({ letters: this.alphabet.of(element), node: reader })
    return reader
  }

  private repetition({ min, max, element }: AST.Quantifier, to: Node): Node {
    const forEver = max === Number.POSITIVE_INFINITY || (this.unbound && max >= LONG)
    let entry = to
    if (forEver) entry = this.loop(element, to)
    else
      for (let copy = Math.min(max - min, COPIES.more); copy > 0; copy--)
        entry = node([
          { guard: null, to: this.element(element, entry) },
          { guard: null, to },
        ])
    for (let copy = Math.min(min, COPIES.least); copy > 0; copy--) entry = this.element(element, entry)
    return entry
  }

  /** Entry and return are two nodes: a loop in a loop has two traversals, as for the engine. */
  private loop(element: AST.Element, to: Node): Node {
    const again = node([{ guard: null, to }])
    const body = this.element(element, again)
    again.ways.push({ guard: null, to: body })
    return node([
      { guard: null, to: body },
      { guard: null, to },
    ])
  }

  private assertion(assertion: AST.Assertion, to: Node): Node {
    const guard = guardOf(assertion, this.alphabet, this.multiline)
    const entry = node([{ guard, to }])
    if (!('alternatives' in assertion) || isExact(assertion)) return entry
    if (assertion.kind === 'lookbehind') {
      if (/(?<!\\)[*+]|,\}/.test(assertion.raw)) throw new Unclear('its lookbehind has no bound')
      return entry
    }
    // A lookahead's text is read again: its places lead nowhere, least of all to the end.
    entry.ways.push({ guard: null, to: this.choice(assertion.alternatives, node()) })
    return entry
  }
}

const node = (ways: Node['ways'] = []): Node => ({ place: null, after: null, ways })

/** Each path from here to a reading place or to the end, without reading; different paths count separately. */
function waysOf(from: Node, end: Node): { follow: Step[]; ends: Guard[][] } {
  const follow: Step[] = []
  const ends: Guard[][] = []
  const onTheWay = new Set<Node>()
  const walk = (here: Node, guards: Guard[]) => {
    if (here.place !== null) follow.push({ to: here.place, guards })
    if (here === end) ends.push(guards)
    if (onTheWay.has(here)) return
    if (follow.length + ends.length > MOST_STEPS) throw new Unclear('it has too many ways')
    onTheWay.add(here)
    for (const { guard, to } of here.ways) walk(to, guard ? [...guards, guard] : guards)
    onTheWay.delete(here)
  }
  walk(from, [])
  return { follow, ends }
}
