import type { Calendar } from '../../model/calendar/calendar.js'
import type { Cron } from '../../model/calendar/cron.js'
import { morningDue } from '../../model/calendar/morning.js'
import type { StaffMember } from '../../model/staff/staff.js'
import { heads } from '../../model/staff/staff.js'
import type { Digest } from '../../present/staff-mail/digest-content.js'
import type { Notice } from '../../present/staff-mail/notice.js'
import type { DigestValues } from '../../present/staff-mail/notices/digest.js'
import type { SummaryValues } from '../../present/staff-mail/notices/summary-board.js'

/** What a digest says beside what is in it. */
export type Occasion = Pick<DigestValues, 'occasion' | 'edition' | 'sentAt' | 'isSettled' | 'link'>
export type SentEdition = { id: string; dispatchedAt: Date; open: number }

export type DigestPorts = {
  /** The editions dispatched since this instant, the newest first; `open`: deliveries under way. */
  sentSince: (since: Date) => Promise<SentEdition[]>
  /** What each contact person reads after an edition; without one, after the last. Null: nothing was ever sent. */
  digests: (
    edition: string | null,
  ) => Promise<{ digests: Digest[]; about: Omit<Occasion, 'occasion'> } | null>
  summary: (edition: string) => Promise<SummaryValues | null>
  staff: () => Promise<StaffMember[]>
  /** The addresses to which a digest went since this instant. */
  toldSince: (since: Date) => Promise<ReadonlySet<string>>
  notify: (notice: Notice) => Promise<boolean>
}

const HOUR = 3_600_000
/** The first bounces come within minutes: a digest that waits for them says more. */
const QUIET = HOUR / 4
/** An edition of which nobody was told for so long is no news any more. */
const NEWS = 72 * HOUR

/**
 * Tells SPOCs and heads what came of each edition, once: when its deliveries are settled, or so many hours after dispatch
 * in any case. `told` are the editions of which that is known to be done. Returns those of which it is done now.
 */
export async function tellEditions(
  ports: DigestPorts,
  { afterHours, told }: { afterHours: number; told: ReadonlySet<string> },
  now: Date,
): Promise<string[]> {
  const due = (await ports.sentSince(new Date(now.getTime() - NEWS))).filter(({ id, dispatchedAt, open }) => {
    const age = now.getTime() - dispatchedAt.getTime()
    return !told.has(id) && age >= (open === 0 ? QUIET : afterHours * HOUR)
  })
  for (const { id } of due) {
    const found = await ports.digests(id)
    for (const digest of found?.digests ?? [])
      await tellSpoc(ports, `spoc-digest ${id}`, digest, { occasion: 'edition', ...found?.about } as Occasion)
    await tellHeads(ports, id)
  }
  return due.map(({ id }) => id)
}

/**
 * Tells each SPOC for whom something is open, on working mornings. Who heard of an edition since the morning began knows
 * all of it, and while an edition has only just left its own mail comes first: a service that starts late sends one, not
 * two. Returns the day that was told, as an ISO date, or null.
 */
export async function tellMorning(
  ports: DigestPorts,
  calendar: Calendar,
  morning: Cron,
  now: Date,
): Promise<string | null> {
  const due = morningDue(calendar, morning, now)
  if (!due) return null
  const { day, since } = due
  const isTold = await toldSince(ports, since, now)
  if (!isTold) return null
  const found = await ports.digests(null)
  for (const digest of found?.digests ?? []) {
    const communes = digest.communes.filter(
      ({ tasks, unreached = [] }) => tasks.length + unreached.length > 0,
    )
    if (communes.every(({ tasks }) => tasks.length === 0) || isTold(digest.to)) continue
    await tellSpoc(ports, `spoc-digest ${day}`, { ...digest, communes }, {
      occasion: 'morning',
      ...found?.about,
    } as Occasion)
  }
  return day
}

/** Whether somebody heard of an edition since then; null while an edition is so fresh that its digests come in a moment. */
async function toldSince(
  ports: DigestPorts,
  since: Date,
  now: Date,
): Promise<((to: StaffMember) => boolean) | null> {
  const fresh = await ports.sentSince(new Date(now.getTime() - QUIET))
  if (fresh.length > 0) return null
  const told = await ports.toldSince(since)
  return ({ email }) => told.has(email)
}

async function tellSpoc(ports: DigestPorts, what: string, { to, ...digest }: Digest, occasion: Occasion) {
  await ports.notify({
    key: `${what} ${to.id}`,
    kind: 'spoc-digest',
    to: readerOf(to),
    values: { ...occasion, ...digest },
  })
}

async function tellHeads(ports: DigestPorts, edition: string) {
  const values = await ports.summary(edition)
  if (!values) return
  for (const head of heads(await ports.staff()))
    await ports.notify({
      key: `heads-summary ${edition} ${head.id}`,
      kind: 'heads-summary',
      to: readerOf(head),
      values,
    })
}

const readerOf = ({ email, name, languages }: StaffMember) => ({ email, name, languages })
