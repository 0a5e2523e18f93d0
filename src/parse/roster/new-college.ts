import { Temporal } from 'temporal-polyfill'
import type { MandateHolder } from '../../model/roster/recipient.js'

/** What a mandate that ends gets as its last day. */
export type Ended = { id: string; until: string }

/**
 * The roster with one commune's new college: the others are as they were. What ends keeps its line, with `until`: the day before its
 * successor begins, or today where nobody follows. What has ended before stays, what never began goes. `fresh`: the new college alone;
 * `unread`: mandates whose lines have a problem, of which nothing is known.
 */
export function withCollege(
  before: readonly MandateHolder[],
  fresh: readonly MandateHolder[],
  { nis, today, unread = new Set() }: { nis: string; today: string; unread?: ReadonlySet<string> },
): { after: MandateHolder[]; ended: Ended[] } {
  const known = new Set(before.map(({ id }) => id))
  const kept = new Map(fresh.map(one => [one.id, one]))
  const added = fresh.filter(({ id }) => !known.has(id))
  const ended: Ended[] = []
  const old = before.flatMap((one): MandateHolder[] => {
    const now = kept.get(one.id)
    if (now && one.commune === nis) return [now]
    if (one.commune !== nis || (one.until !== null && one.until < today)) return [one]
    if (unread.has(one.id)) return [one]
    if (one.since !== null && one.since > today) return []
    const until = lastDayOf(one, added, today)
    if (until !== one.until) ended.push({ id: one.id, until })
    return [{ ...one, until }]
  })
  return { after: [...old, ...added], ended }
}

/** Never before its own first day, nor after the last day that was known. */
function lastDayOf(one: MandateHolder, added: readonly MandateHolder[], today: string): string {
  const start = successorOf(one, added)?.since ?? null
  const day = start === null ? today : Temporal.PlainDate.from(start).subtract({ days: 1 }).toString()
  const known = one.until !== null && one.until < day ? one.until : day
  return one.since !== null && one.since > known ? one.since : known
}

/** Who follows in an office: the new mayor; the alderman with the same competence, else the first new one. */
function successorOf(one: MandateHolder, added: readonly MandateHolder[]): MandateHolder | null {
  const sameRole = added
    .filter(({ role }) => role === one.role)
    .sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1))
  const sameTask = sameRole.find(({ competences }) =>
    competences.some(each => one.competences.includes(each)),
  )
  return sameTask ?? sameRole[0] ?? null
}

/** A college that loses more than half of its mandates is more likely a wrong file, or a part of the list. */
export function isCollegeShrunk(
  before: readonly MandateHolder[],
  ended: readonly Ended[],
  fresh: readonly MandateHolder[],
  { nis, today }: { nis: string; today: string },
): boolean {
  const was = before.filter(one => one.commune === nis && (one.until ?? today) >= today).length
  return ended.length > 0 && fresh.length * 2 < was
}
