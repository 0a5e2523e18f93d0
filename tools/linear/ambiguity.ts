import { EDGE } from './alphabet.js'
import type { Automaton } from './automaton.js'
import { componentsOf, reachedFrom } from './graph.js'
import type { Guard } from './guards.js'
import { Unclear } from './unclear.js'

/** Why an expression is slow: repeating `pump` makes it backtrack. */
export type Slowness = { shape: 'exponential' | 'polynomial'; pump: string }

/** The state of several readers of one text: their places, and the last letter. */
type State = { at: number[]; last: number; pump: number[] }
type Advance = (state: State, letter: number) => number[][]

const MOST_STATES = 400_000

/**
 * Whether backtracking takes more than linear time on some text. Either a loop can be traversed in two ways, or two connected loops read the same.
 * The search for a beginning is a loop too. Weber and Seidl, "On the degree of ambiguity of finite automata" (1991), EDA and IDA. Always matching
 * loops are exempt. Throws Unclear; null when linear.
 */
export function slownessOf(automaton: Automaton): Slowness | null {
  const judge = new Judge(automaton)
  return judge.twoWaysRound() ?? judge.loopToLoop()
}

/** Tests one loop for two traversals; for `automatonOf` with `unbound`. */
export const hasTwoWaysRound = (automaton: Automaton): Slowness | null => new Judge(automaton).twoWaysRound()

class Judge {
  private readonly component: number[]
  private readonly loops: number[]
  private readonly matching: ReadonlySet<number>
  private readonly letters: number[]
  private readonly known = new Map<number, [number, number][]>()

  constructor(private readonly automaton: Automaton) {
    const targets = automaton.places.map(({ follow }) => follow.map(({ to }) => to))
    this.component = componentsOf(targets)
    const size = new Map<number, number>()
    for (const of of this.component) size.set(of, (size.get(of) ?? 0) + 1)
    this.loops = [...targets.keys()].filter(
      place => (size.get(this.component[place] ?? -1) ?? 0) > 1 || targets[place]?.includes(place),
    )
    this.letters = [...automaton.alphabet.every()]
    this.matching = this.alwaysMatching()
  }

  twoWaysRound(): Slowness | null {
    for (const place of this.loops.slice(1)) {
      const advance: Advance = ({ at: [one = 0, other = 0, apart], last }, letter) =>
        this.round(place, one, last, letter).flatMap(([to, way]) =>
          this.round(place, other, last, letter).map(([otherTo, otherWay]) => [
            to,
            otherTo,
            apart || one !== other || way !== otherWay ? 1 : 0,
          ]),
        )
      const pump = this.pumpOf([place, place, 0], [place, place, 1], this.common(place, place), advance)
      if (pump !== null) return { shape: 'exponential', pump }
    }
    return null
  }

  loopToLoop(): Slowness | null {
    const targets = this.automaton.places.map(({ follow }) => follow.map(({ to }) => to))
    for (const first of this.loops) {
      const reached = reachedFrom(first, targets)
      for (const second of this.loops) {
        if (first === second || !reached.has(second)) continue
        const advance: Advance = ({ at: [a = 0, between = 0, b = 0], last }, letter) => {
          const ends = this.round(second, b, last, letter)
          if (ends.length === 0) return []
          const rounds = this.round(first, a, last, letter, true)
          const ways = this.steps(between, last, letter)
          return rounds.flatMap(([x]) => ends.flatMap(([y]) => ways.map(([way]) => [x, way, y])))
        }
        const pump = this.pumpOf(
          [first, first, second],
          [first, second, second],
          this.common(first, second),
          advance,
        )
        if (pump !== null) return { shape: 'polynomial', pump }
      }
    }
    return null
  }

  /** Steps that stay in a place's loop; a reader certain of a match leaves it, unless `matched` ones count. */
  private round(
    place: number,
    from: number,
    last: number,
    letter: number,
    matched = false,
  ): [number, number][] {
    return this.steps(from, last, letter).filter(
      ([to]) =>
        this.component[to] === this.component[place] &&
        (matched || !this.matching.has(to * this.letters.length + letter)),
    )
  }

  /** The places after a letter, each with the number of its path: two paths to one place are two. */
  private steps(from: number, last: number, letter: number): [number, number][] {
    const { places, alphabet } = this.automaton
    const key = (from * alphabet.size + last) * alphabet.size + letter
    const known = this.known.get(key)
    if (known) return known
    const steps = (places[from]?.follow ?? []).flatMap(({ to, guards }, way): [number, number][] =>
      places[to]?.letters.has(letter) && guards.every(guard => guard(last, letter) !== false)
        ? [[to, way]]
        : [],
    )
    this.known.set(key, steps)
    return steps
  }

  private common(one: number, other: number): number[] {
    const { places } = this.automaton
    return this.letters.filter(
      letter => places[one]?.letters.has(letter) && places[other]?.letters.has(letter),
    )
  }

  /** Breadth-first search for a text that leads the readers from start to goal. It ends in the letter before the start. */
  private pumpOf(start: number[], goal: number[], lasts: number[], advance: Advance): string | null {
    const places = this.automaton.places.length + 1
    for (const last of lasts) {
      const seen = new Set<number>()
      let wave: State[] = [{ at: start, last, pump: [] }]
      while (wave.length > 0) {
        const next: State[] = []
        for (const state of wave)
          for (const letter of this.letters)
            for (const at of advance(state, letter)) {
              const key = at.reduce((sum, place) => sum * places + place, letter)
              if (seen.has(key)) continue
              seen.add(key)
              const pump = [...state.pump, letter]
              if (letter === last && at.every((place, reader) => place === goal[reader]))
                return pump.map(one => this.automaton.alphabet.sample(one)).join('')
              next.push({ at, last: letter, pump })
            }
        if (seen.size > MOST_STATES) throw new Unclear('it is too large to judge')
        wave = next
      }
    }
    return null
  }

  /** Places, with their last letter, from which the expression always matches: the greatest such set. */
  private alwaysMatching(): ReadonlySet<number> {
    const { places, alphabet } = this.automaton
    const { size } = alphabet
    const holds = (guards: Guard[], letter: number, after: number) =>
      guards.every(guard => guard(letter, after) === true)
    const matching = new Set(
      places.flatMap(({ letters }, place) =>
        place === 0 ? [] : [...letters].map(letter => place * size + letter),
      ),
    )
    const staysMatching = (place: number, letter: number, after: number) =>
      places[place]?.ends.some(guards => holds(guards, letter, after)) ||
      places[place]?.follow.some(
        ({ to, guards }) =>
          places[to]?.letters.has(after) && matching.has(to * size + after) && holds(guards, letter, after),
      )
    for (let before = -1; before !== matching.size; ) {
      before = matching.size
      for (const key of matching) {
        const stays = [EDGE, ...this.letters].every(after =>
          staysMatching(Math.floor(key / size), key % size, after),
        )
        if (!stays) matching.delete(key)
      }
    }
    return matching
  }
}
