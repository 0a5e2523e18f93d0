import type { ByAge } from '../../../model/follow-ups/age.js'
import type { CommuneState } from '../../../model/follow-ups/commune-state.js'
import { COMMUNE_STATES } from '../../../model/follow-ups/commune-state.js'
import { inLanguage, type Localized } from '../../../model/language/language.js'
import type { NoticeBoard, Speaker } from './speaker.js'
import { stateView } from './states.js'

/** To the heads, after an edition. Instants are ISO 8601 with offset; times are seconds from dispatch. */
export type SummaryValues = {
  edition: string
  sentAt: string
  isSettled: boolean
  /** The last editions, the oldest first; the one that it is about comes last. */
  editions: string[]
  /** `states` beside `editions`; null where the commune was not concerned. `open`: follow-ups, those in hand too. */
  communes: { name: Localized; states: (CommuneState | null)[]; open: number }[]
  candidates: number
  addressees: number
  exclusions: number
  accepted: number
  accountedFor: number
  times: { median: number; p90: number } | null
  /** What people wrote about this edition, and what of it is done. */
  answers: { received: number; answered: number }
  followUps: { open: number; inHand: number; overdue: number; byAge: ByAge }
  spocs: { name: string; phone: string; email: string; open: number; overdue: number }[]
  link: string
}

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

/** A phone shows so many of the editions before. */
const OLD = 2

/** `W48`, `W48 F1`, `W48 E2`: six columns fit a phone. */
function shortName(edition: string): string {
  return edition
    .replace(/^\d{4}-/, '')
    .replace(/-(flash|erratum)-/, (_, kind: string) => ` ${kind[0]?.toUpperCase()}`)
}
