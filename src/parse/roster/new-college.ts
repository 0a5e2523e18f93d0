import { Temporal } from 'temporal-polyfill'
import type { MandateHolder } from '../../model/roster/recipient.js'

/** The last day of a mandate that ends. */
export type Ended = { id: string; until: string }

/**
 * The roster with one commune's new college; other communes stay. Ending mandates keep their line, with `until` the day before the successor begins,
 * else today. Earlier ended ones stay; never begun ones go. `fresh`: the new college; `unread`: mandates on unreadable lines.
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

/** Never before the mandate's first day, nor after its known last day. */
function lastDayOf(one: MandateHolder, added: readonly MandateHolder[], today: string): string {
  const start = successorOf(one, added)?.since ?? null
  const day = start === null ? today : Temporal.PlainDate.from(start).subtract({ days: 1 }).toString()
  const known = one.until !== null && one.until < day ? one.until : day
  return one.since !== null && one.since > known ? one.since : known
}

/** The successor in an office: the new mayor; the alderman with the same competence, else the first new one. */
function successorOf(one: MandateHolder, added: readonly MandateHolder[]): MandateHolder | null {
  const sameRole = added
    .filter(({ role }) => role === one.role)
    .sort((a, b) => ((a.since ?? '') < (b.since ?? '') ? -1 : 1))
  const sameTask = sameRole.find(({ competences }) =>
    competences.some(each => one.competences.includes(each)),
  )
  return sameTask ?? sameRole[0] ?? null
}

/** A loss of more than half of a college suggests a wrong or partial list. */
export function isCollegeShrunk(
  before: readonly MandateHolder[],
  ended: readonly Ended[],
  fresh: readonly MandateHolder[],
  { nis, today }: { nis: string; today: string },
): boolean {
  const was = before.filter(one => one.commune === nis && (one.until ?? today) >= today).length
  return ended.length > 0 && fresh.length * 2 < was
}
