import type { Strings } from '../model/editions/edition.js'
import type { EditionRow } from '../postgres/editions/editions.js'

/** An edition and its state, for a list's line or its page's head. */
export function editionLine(row: EditionRow, words: Strings) {
  const counts = Object.entries(row.counts)
    .filter(([, n]) => n > 0)
    .map(([state, n]) => ({ state: (words.deliveryStates as Strings)[state], n }))
  return {
    id: row.id,
    state: row.state,
    stateName: (words.editionStates as Strings)[row.state],
    stopped: row.state === 'paused' ? (words.stopped as Strings)[row.stopCause ?? 'person'] : null,
    hash: row.hash,
    isFrozen: row.version > 0,
    counts,
  }
}
