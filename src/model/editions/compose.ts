import { fieldChanges } from '../updates/field-changes.js'
import type { Update } from '../updates/update.js'
import type { EditionItem, LeftOut } from './edition.js'
import { endingOf, isOver, lastDay } from './ending.js'

/** The latest accepted revision of an update in the drop folder. */
export type CurrentUpdate = { update: Update; revision: number; hash: string }
/** The revision in the last sent edition that carried this update. */
export type CarriedUpdate = CurrentUpdate

/** Revisions by update id that only some communes got, since it was last carried to all or without that. */
export type Heard = ReadonlyMap<string, readonly CarriedUpdate[]>
const NOTHING_ELSE: Heard = new Map()

/**
 * Compares each current update with its last carried revision. new: never carried; changed: other content; withdrawn: in force when carried, now not;
 * standing: as carried. An update over on `date` (the send slot's ISO date) is told as changed once if some readers don't know. Reported or never
 * told withdrawals are left out.
 */
export function composeItems(
  current: CurrentUpdate[],
  carried: ReadonlyMap<string, CarriedUpdate>,
  date: string,
  heard = NOTHING_ELSE,
): EditionItem[] {
  return sorted(current).flatMap(now => {
    const placed = place(now, { carried, heard }, date)
    return placed && 'section' in placed ? [placed] : []
  })
}

/** Updates, by id, that no edition has told in this form and that this one leaves out. */
export function leftOutItems(
  current: CurrentUpdate[],
  carried: ReadonlyMap<string, CarriedUpdate>,
  date: string,
  heard = NOTHING_ELSE,
): LeftOut[] {
  return sorted(current).flatMap(now => {
    const placed = place(now, { carried, heard }, date)
    return placed && 'reason' in placed ? [placed] : []
  })
}

/** The items of a flash: urgent and not standing, or the named updates. */
export function flashItems(
  current: CurrentUpdate[],
  carried: ReadonlyMap<string, CarriedUpdate>,
  date: string,
  named: readonly string[] | null,
  heard = NOTHING_ELSE,
): EditionItem[] {
  return composeItems(current, carried, date, heard).filter(({ update, section }) =>
    named ? named.includes(update.id) : update.urgency === 'urgent' && section !== 'standing',
  )
}

/**
 * The items of an erratum: updates whose content differs from the corrected edition, even if over on `date`. Readers of a wrong date must get the
 * right one.
 */
export function correctedItems(
  current: CurrentUpdate[],
  carriedThere: ReadonlyMap<string, CarriedUpdate>,
  named: readonly string[] | null,
  date: string,
): EditionItem[] {
  const corrected = current.filter(({ update, hash }) => {
    const before = carriedThere.get(update.id)
    return before !== undefined && before.hash !== hash && (named?.includes(update.id) ?? true)
  })
  return sorted(corrected).flatMap(now => {
    const before = carriedThere.get(now.update.id)
    const item = against(now, before)
    return item ? [before ? (ended(item, before, date) ?? item) : item] : []
  })
}

const sorted = (current: CurrentUpdate[]) => [...current].sort((a, b) => (a.update.id < b.update.id ? -1 : 1))

/** The update's section, or why it is left out. Null where everybody knows that it is over or withdrawn. */
function place(
  now: CurrentUpdate,
  { carried, heard }: { carried: ReadonlyMap<string, CarriedUpdate>; heard: Heard },
  date: string,
): EditionItem | LeftOut | null {
  const { update } = now
  const toAll = carried.get(update.id)
  if (update.status !== 'withdrawn' && !isOver(update, date)) return against(now, toAll)
  const known = [...(toAll ? [toAll] : []), ...(heard.get(update.id) ?? [])]
  for (const before of known) {
    const item = against(now, before)
    const last = item && (item.section === 'withdrawn' ? item : ended(item, before, date))
    if (last) return last
  }
  return whyLeftOut(now, known, date)
}

function whyLeftOut(now: CurrentUpdate, known: CarriedUpdate[], date: string): LeftOut | null {
  const { update, hash } = now
  if (known.some(before => before.hash === hash)) return null
  const wasInForce = known.some(before => before.update.status !== 'withdrawn')
  const day = lastDay(update)
  if (update.status === 'withdrawn')
    return known.length === 0 ? { update, reason: 'withdrawn-before-first', day } : null
  if (!isOver(update, date)) return null
  return { update, reason: wasInForce ? 'over-since' : 'over-before-first', day }
}

/** The item with its ending; null where readers know that. */
function ended(item: EditionItem, before: CarriedUpdate, date: string): EditionItem | null {
  const ending = item.section === 'changed' ? endingOf(before.update, item.update, date) : null
  return ending && { ...item, ended: ending }
}

function against(now: CurrentUpdate, before: CarriedUpdate | undefined): EditionItem | null {
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
