import { fieldChanges } from '../update/field-changes.js'
import type { Update } from '../update/update.js'
import type { EditionItem } from './edition.js'

/** An update as it lies in the drop folder: its latest accepted revision. */
export type CurrentUpdate = { update: Update; revision: number; hash: string }
/** What the last sent edition that had this update carried of it. */
export type CarriedUpdate = CurrentUpdate

/**
 * The items of an edition: each current update against what was carried of it before.
 * new: never carried; changed: carried with other content; withdrawn: in force when carried, now not; standing: as carried.
 * Left out: what is past its `until` on `date` (the ISO date of the send slot), an event that is over,
 * and what was withdrawn before anybody heard of it or has been reported as withdrawn.
 */
export function composeItems(
  current: CurrentUpdate[],
  carried: ReadonlyMap<string, CarriedUpdate>,
  date: string,
): EditionItem[] {
  const items: EditionItem[] = []
  for (const now of [...current].sort((a, b) => (a.update.id < b.update.id ? -1 : 1))) {
    const item = placed(now, carried.get(now.update.id))
    if (item && (item.section === 'withdrawn' || !isOver(now.update, date))) items.push(item)
  }
  return items
}

/** The items of a flash: what is urgent and not standing, or the updates that were named. */
export function flashItems(
  current: CurrentUpdate[],
  carried: ReadonlyMap<string, CarriedUpdate>,
  date: string,
  named: readonly string[] | null,
): EditionItem[] {
  return composeItems(current, carried, date).filter(({ update, section }) =>
    named ? named.includes(update.id) : update.urgency === 'urgent' && section !== 'standing',
  )
}

/**
 * The items of an erratum: what has another content now than the corrected edition carried, also when it is over:
 * who read the wrong date must read the right one.
 */
export function correctedItems(
  current: CurrentUpdate[],
  carriedThere: ReadonlyMap<string, CarriedUpdate>,
  named: readonly string[] | null,
): EditionItem[] {
  return current
    .filter(({ update, hash }) => {
      const before = carriedThere.get(update.id)
      return before !== undefined && before.hash !== hash && (named?.includes(update.id) ?? true)
    })
    .sort((a, b) => (a.update.id < b.update.id ? -1 : 1))
    .flatMap(now => placed(now, carriedThere.get(now.update.id)) ?? [])
}

function placed(now: CurrentUpdate, before: CarriedUpdate | undefined): EditionItem | null {
  const { update, revision } = now
  if (update.status === 'withdrawn') {
    const known = before && before.update.status !== 'withdrawn'
    return known
      ? { update, revision, section: 'withdrawn', changes: fieldChanges(before.update, update) }
      : null
  }
  if (!before || before.update.status === 'withdrawn')
    return { update, revision, section: 'new', changes: [] }
  if (before.hash === now.hash) return { update, revision, section: 'standing', changes: [] }
  return { update, revision, section: 'changed', changes: fieldChanges(before.update, update) }
}

/** Whether an update is past its `until`, or its event is over, on an ISO date. */
export function isOver(update: Update, date: string): boolean {
  if (update.until !== null && update.until < date) return true
  return update.event !== null && (update.event.end ?? update.event.start).slice(0, 10) < date
}
