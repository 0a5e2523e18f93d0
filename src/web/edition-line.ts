import { localDay } from '../model/calendar/calendar.js'
import type { Strings } from '../model/editions/edition.js'
import { inLanguage, type Language } from '../model/language/language.js'
import type { EditionRow } from '../postgres/editions/editions.js'
import { editionName } from '../present/pages/edition-name.js'
import type { PageContext } from './page-frame.js'
import { EDITION_LOOKS } from './states.js'

/** What an edition is called on a page: "Semaine 49 · du 30 novembre au 6 décembre". */
export const nameOfEdition = (edition: string, { app, config, strings }: PageContext, language: Language) =>
  editionName(edition, localDay(app.clock(), config.timeZone), inLanguage(strings, language), language)

/** An edition and its state, for a list's line or its page's head. `today`: an ISO date. */
export function editionLine(row: EditionRow, today: string, strings: Strings, language: Language) {
  const words = strings.pages as Strings
  const counts = Object.entries(row.counts)
    .filter(([, n]) => n > 0)
    .map(([state, n]) => ({ state: (words.deliveryStates as Strings)[state], n }))
  return {
    id: row.id,
    title: editionName(row.id, today, strings, language),
    state: row.state,
    stateName: (words.editionStates as Strings)[row.state],
    ...EDITION_LOOKS[row.state],
    stopped: row.state === 'paused' ? (words.stopped as Strings)[row.stopCause ?? 'person'] : null,
    hash: row.hash,
    isFrozen: row.version > 0,
    counts,
  }
}
