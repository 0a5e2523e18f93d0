import { isEditionName } from '../../model/calendar/calendar.js'
import { placesIn } from '../../model/editions/audience-place.js'
import type { Commune } from '../../model/roster/commune.js'
import {
  type AudienceSource,
  communeAudiences,
  listedPlaces,
} from '../../postgres/editions/audience-places.js'
import { frozenContent } from '../../postgres/editions/frozen.js'
import type { Context } from '../context.js'
import { audienceChanges } from './audience-changes.js'
import { nextDraft } from './next-edition.js'
import { readEdition } from './read-edition.js'
import { NEXT } from './read-mails.js'

/** What is looked for in an audience; an empty part narrows nothing. `page` counts from 0. */
export type AudienceSearch = { q: string; commune: string; page: number }

/** Changed mandates that are named, of each kind; more are counted. */
const NAMED_AT_MOST = 50
/** Words beyond that find nothing more. */
const WORDS_AT_MOST = 8

export type ReadAudience = NonNullable<Awaited<ReturnType<typeof readAudience>>>

/**
 * Who gets an edition, who doesn't and why, against the regular edition sent last before it. `edition`: a frozen one, or `next` as it would be frozen
 * now. Null when there is none. Changes nothing.
 */
export async function readAudience(context: Context, edition: string, search: AudienceSearch) {
  const { db } = context.engine
  const source = edition === NEXT ? await nextSource(context) : await frozenSource(context, edition)
  if (!source) return null
  const { now, name, dispatchedAt } = source
  const { before, changes } = await audienceChanges(context, { id: name, dispatchedAt }, now, NAMED_AT_MOST)
  const words = search.q.split(/\s+/).filter(Boolean).slice(0, WORDS_AT_MOST)
  const choice = { communes: search.commune ? [search.commune] : null, words, page: search.page }
  return {
    edition: name,
    previous: before?.edition ?? null,
    communes: source.communes,
    counts: await communeAudiences(db, now, before),
    changes,
    ...(await listedPlaces(db, now, before, choice)),
  }
}

type Source = { name: string; dispatchedAt: Date | null; now: AudienceSource; communes: Commune[] }

async function frozenSource(context: Context, edition: string): Promise<Source | null> {
  const row = isEditionName(edition) ? await readEdition(context, edition) : null
  const content = row && row.version > 0 ? await frozenContent(context.engine.db, row.id, row.version) : null
  if (!row || !content) return null
  const { id, version, dispatchedAt } = row
  return { name: id, dispatchedAt, now: { edition: id, version }, communes: content.communes }
}

async function nextSource(context: Context): Promise<Source | null> {
  const next = await nextDraft(context)
  if (!next) return null
  const { content, audience } = next
  return {
    ...{ name: content.edition, dispatchedAt: null },
    ...{ now: { places: placesIn(audience) }, communes: content.communes },
  }
}
