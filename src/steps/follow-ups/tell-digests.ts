import { morningDue } from '../../model/calendar/morning.js'
import { heads, type StaffMember } from '../../model/staff/staff.js'
import { sentSince } from '../../postgres/follow-ups/candidates.js'
import { toldOf } from '../../postgres/staff/sent-notices.js'
import type { Digest } from '../../present/staff-mail/digest-content.js'
import { type Context, calendarNow, todayOf } from '../context.js'
import { notify, staffOf } from '../staff/staff.js'
import { digestsAbout, type Occasion, summaryFor } from './digest-contents.js'

const HOUR_MS = 3_600_000
/** In milliseconds: the first bounces come within minutes, and a digest waits for them. */
const QUIET_MS = HOUR_MS / 4
/** An edition that nobody was told of for three days is no news any more. */
const NEWS_MS = 72 * HOUR_MS

/** Tells SPOCs and heads the outcome of each edition, and SPOCs on working mornings what is open; each person once. */
export async function tellDigests(context: Context): Promise<void> {
  const now = context.clock()
  const failure = await tellEditions(context, now).then(
    () => null,
    (error: Error) => error,
  )
  // A failing edition keeps nobody from hearing what is open.
  await tellMorning(context, now)
  if (failure) throw failure
}

/** When its deliveries are settled, or DIGEST_AFTER_HOURS after dispatch at the latest. */
async function tellEditions(context: Context, now: Date): Promise<void> {
  const { config, memory } = context
  const due = (await sentWithin(context, NEWS_MS, now)).filter(({ id, dispatchedAt, open }) => {
    const age = now.getTime() - dispatchedAt.getTime()
    return !memory.digestsTold.has(id) && age >= (open === 0 ? QUIET_MS : config.digestAfterHours * HOUR_MS)
  })
  for (const { id } of due) {
    const { digests, about } = await digestsAbout(context, id)
    for (const digest of digests) await tellSpoc(context, id, digest, { occasion: 'edition', ...about })
    await tellHeads(context, id)
    memory.digestsTold.add(id)
  }
}

/**
 * Tells each SPOC with open tasks, on working mornings. Skips those told of an edition since the morning began, and waits while an edition's own
 * digest is near. So a late start sends one mail, not two.
 */
async function tellMorning(context: Context, now: Date): Promise<void> {
  const { engine, config, memory } = context
  if (memory.morningDigest === todayOf(context)) return
  const due = morningDue(await calendarNow(context), config.morning, now)
  if (!due || (await sentWithin(context, QUIET_MS, now)).length > 0) return
  const told = await toldOf(engine.db, 'spoc-digest', due.since)
  const { digests, about } = await digestsAbout(context, null)
  for (const digest of digests) {
    const communes = digest.communes.filter(
      ({ tasks, unreached = [] }) => tasks.length + unreached.length > 0,
    )
    if (communes.every(({ tasks }) => tasks.length === 0) || told.has(digest.to.email)) continue
    await tellSpoc(context, due.day, { ...digest, communes }, { occasion: 'morning', ...about })
  }
  memory.morningDigest = due.day
}

const sentWithin = ({ engine }: Context, milliseconds: number, now: Date) =>
  sentSince(engine.db, new Date(now.getTime() - milliseconds), now)

async function tellSpoc(context: Context, what: string, { to, ...digest }: Digest, occasion: Occasion) {
  const values = { ...occasion, ...digest }
  await notify(context, {
    key: `spoc-digest ${what} ${to.id}`,
    kind: 'spoc-digest',
    to: readerOf(to),
    values,
  })
}

async function tellHeads(context: Context, edition: string) {
  const values = await summaryFor(context, edition)
  if (!values) return
  for (const head of heads(await staffOf(context))) {
    const key = `heads-summary ${edition} ${head.id}`
    await notify(context, { key, kind: 'heads-summary', to: readerOf(head), values })
  }
}

const readerOf = ({ email, name, languages }: StaffMember) => ({ email, name, languages })
