import { COMMUNE_STATES } from '../../../model/follow-ups/commune-state.js'
import { inLanguage } from '../../../model/language/language.js'
import type { NoticeBoard, Speaker } from './speaker.js'
import { stateView } from './states.js'
import type { SummaryValues } from './summary-values.js'

export function boardOf(
  { editions, communes }: SummaryValues,
  { strings, language, text }: Speaker,
): NoticeBoard {
  const legend = [...COMMUNE_STATES, null].map(state => stateView(state, strings))
  return {
    title: text('board'),
    corner: text('commune'),
    editions: editions
      .slice(0, -1)
      .map((edition, index, all) => ({ name: shortName(edition), isOld: index < all.length - OLD })),
    last: shortName(editions.at(-1) ?? ''),
    count: text('open-column'),
    rows: communes.map(({ name, states, open }) => ({
      name: inLanguage(name, language),
      before: states.slice(0, -1).map((state, index, all) => ({
        ...stateView(state, strings),
        isOld: index < all.length - OLD,
      })),
      now: stateView(states.at(-1) ?? null, strings),
      open,
    })),
    legend: text('legend', { signs: legend.map(({ sign, words }) => `${sign} ${words}`).join(' · ') }),
  }
}

/** Earlier editions that a phone shows. */
const OLD = 2

/** `W48`, `W48 F1`, `W48 E2`: six columns fit a phone. */
function shortName(edition: string): string {
  return edition
    .replace(/^\d{4}-/, '')
    .replace(/-(flash|erratum)-/, (_, kind: string) => ` ${kind[0]?.toUpperCase()}`)
}
