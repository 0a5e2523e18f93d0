import { inEachLanguage, type Language, type Localized } from '../language/language.js'
import type { Located } from '../problem/located.js'
import { type Problem, type ProblemCode, problemAt } from '../problem/problem.js'
import { placeIn } from '../problem/text-hygiene.js'
import { type Figure, figuresIn } from './figures.js'
import { wordValues } from './number-words.js'
import type { Piece } from './section-sources.js'
import { sourcesOf } from './section-sources.js'
import type { Update } from './update.js'

const CODES = {
  number: 'number-in-one-language',
  date: 'date-in-one-language',
  link: 'link-in-one-language',
} as const satisfies Record<Figure['kind'], ProblemCode>

/** With more differences, the two texts are simply not the same. */
const LIMIT = 50

/**
 * Numbers, dates and links that stand in one language of an update and not in the first one, or there alone: a warning each, where it
 * stands. `sources` are the two sections as they stand in the file; without them, lines count within each section.
 */
export function parityWarnings(
  update: Update,
  file: string,
  sources: Localized<Piece> = sourcesOf(update),
): Problem[] {
  return parityIn(sources, file)
}

/** The same for the text to pass on, at its key: what shopkeepers read must say the same in each language, too. */
export function passOnParity({ pass_on }: Update, located: Located): Problem[] {
  if (!pass_on) return []
  const pieces = inEachLanguage(pass_on, (text): Piece => ({ text, firstLine: 1 }))
  return parityIn(pieces, located.file).map(problem => {
    const { language } = problem.values as { language: Language }
    return { ...problem, ...located.placeOf(['pass_on', language]) }
  })
}

/** The first language against the second, then each other one against the first. */
export function parityIn(sources: Localized<Piece>, file: string): Problem[] {
  const read = Object.entries(sources).map(([language, piece]) => ({
    language,
    ...piece,
    figures: figuresIn(piece.text),
  }))
  return read.flatMap(({ language, text, firstLine, figures }, index) => {
    const other = read[index === 0 ? 1 : 0]
    if (!other) return []
    const said = new Set(wordValues(other.text))
    return alone(figures, other.figures, said).map(({ kind, value, written, index: at }) => {
      const { line, column } = placeIn(text, at)
      const found = kind === 'link' ? value : written
      return problemAt(file, { line: firstLine + line - 1, column }, CODES[kind], { found, language })
    })
  })
}

/** Each value once: repetition in one language is style. `said`: values that the other text has in words. */
function alone(figures: readonly Figure[], others: readonly Figure[], said: ReadonlySet<string>): Figure[] {
  const unmatched = unmatchedIn(figures, others, said)
  const links = unmatched.filter(({ kind }) => kind === 'link')
  const linksThere = unmatchedIn(others, figures, said).filter(({ kind }) => kind === 'link')
  // Many sites have one address per language: links are counted, not compared.
  const surplus = links.slice(linksThere.length)
  return [...unmatched.filter(({ kind }) => kind !== 'link'), ...surplus].slice(0, LIMIT)
}

function unmatchedIn(
  figures: readonly Figure[],
  others: readonly Figure[],
  said: ReadonlySet<string>,
): Figure[] {
  const there = new Set(others.flatMap(one => meaningsOf(one).flatMap(offered)))
  const once = new Map(figures.toReversed().map(figure => [`${figure.kind} ${figure.value}`, figure]))
  const isMet = (figure: Figure) =>
    meaningsOf(figure).some(
      one => sought(one).some(key => there.has(key)) || (one.kind === 'number' && said.has(one.value)),
    )
  return [...once.values()].toReversed().filter(figure => !isMet(figure))
}

type Meaning = Pick<Figure, 'kind' | 'value'>

const meaningsOf = (figure: Figure): Meaning[] => [figure, ...(figure.also ?? [])]

/** The forms of a date: the whole, the day of any year, the day of any month; `alone` where it lacks a month. */
function offered({ kind, value }: Meaning): string[] {
  if (kind !== 'date') return [`${kind} ${value}`]
  const [day, ofMonth] = [value.slice(5), value.slice(-2)]
  if (day.startsWith('--')) return [`alone ${ofMonth}`]
  const whole = value.startsWith('----') ? `some year ${day}` : `date ${value}`
  return [whole, `day ${day}`, `of month ${ofMonth}`]
}

/** A date without year matches that day of any year; one without month, that day of any month. */
function sought({ kind, value }: Meaning): string[] {
  if (kind !== 'date') return [`${kind} ${value}`]
  const [day, ofMonth] = [value.slice(5), value.slice(-2)]
  if (day.startsWith('--')) return [`of month ${ofMonth}`]
  return [
    ...(value.startsWith('----') ? [`day ${day}`] : [`date ${value}`, `some year ${day}`]),
    ...(ofMonth === '--' ? [] : [`alone ${ofMonth}`]),
  ]
}
