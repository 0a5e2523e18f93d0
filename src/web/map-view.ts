import { COMMUNE_STATES } from '../model/follow-ups/commune-state.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { CommuneStatus } from '../steps/editions/read-edition.js'
import { type PageContext, speaker } from './page-frame.js'
import { COMMUNE_LOOKS } from './states.js'

type Shown = {
  edition: string
  name: string
  communes: CommuneStatus[]
  /** NIS codes. */
  mine: readonly string[]
}

/** The communes as tiles, each a link to its line in the edition's table, and the same counted. */
export function mapView(
  { edition, name, communes, mine }: Shown,
  { strings }: Pick<PageContext, 'strings'>,
  language: Language,
) {
  const { text, count } = speaker(strings, language, 'pages.map')
  const stateName = (state: string) => speaker(strings, language, 'pages.communeStates').text(state)
  const page = `/editions/${edition}?lang=${language}`
  const counted = COMMUNE_STATES.map(state => ({
    state,
    n: communes.filter(one => one.state === state).length,
  })).filter(({ n }) => n > 0)
  const reached = communes.filter(({ state }) => state === 'reached').length
  return {
    title: text('title', { reached, total: communes.length }),
    label: text('label', { total: communes.length, edition: name }),
    link: { href: page, text: name },
    tiles: communes.map(one => ({
      nis: one.nis,
      href: `${page}#c${one.nis}`,
      name: broken(inLanguage(one.name, language)),
      reached: one.accepted,
      total: one.deliveries,
      of: text('of'),
      stateName: stateName(one.state),
      isMine: mine.includes(one.nis),
      ...COMMUNE_LOOKS[one.state],
    })),
    legend: counted.map(({ state, n }) => ({ ...COMMUNE_LOOKS[state], text: count(`legend.${state}`, n) })),
    note: mine.length > 0 ? text('mine') : null,
    table: { href: `${page}#communes`, text: text('table') },
  }
}

/** Names may break where one reads a syllable: a tile is 60 px wide on a phone. */
const broken = (name: string) =>
  name.replace(
    /(?<=\p{L}{4})(?=(?:mael|maal|beek|ghem|gem|lecht|xelles|horen|berg|fort|voorde|brechts)\b)/gu,
    '\u00ad',
  )
