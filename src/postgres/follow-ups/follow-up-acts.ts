import { sql } from 'kysely'
import { type Acted, type ActRefusal, actOn, type FollowUpAct } from '../../model/follow-ups/act.js'
import { type FollowUp, WRITTEN_REASONS } from '../../model/follow-ups/follow-up.js'
import { suggestion } from '../../model/follow-ups/follow-up-rules.js'
import type { Database } from '../server/database.js'
import { type Acting, addEvent } from './follow-up-events.js'
import { changesIn, eventsOf, type FollowUpEvent, findFollowUp, movesIn } from './follow-up-histories.js'
import { move } from './move-follow-up.js'

export type ActKept = { followUp: FollowUp; due?: string[] } | EffectRefused | { refused: 'unknown' }

/** Why a result can't claim its effect, with an address or instant for the sentence. */
export type EffectRefused = { refused: ActRefusal; about?: { address?: string; until?: Date } }

/** A result's effect besides ending the follow-up, in the same transaction; returns the deliveries made due. */
export type Effect = (trx: Database) => Promise<EffectRefused | { due: string[] }>

/** Applies a person's act to the present row and adds it to the history. Or says why not and stores nothing. Of two moves at once, one is refused. */
export async function keepAct(
  db: Database,
  id: string,
  act: FollowUpAct,
  acting: Acting,
  effect: Effect | null = null,
): Promise<ActKept> {
  try {
    return await keepWith(db, id, act, acting, effect)
  } catch (error) {
    if (error instanceof Undone) return error.refused
    throw error
  }
}

/** Rolls back a transaction whose effect was refused. */
class Undone extends Error {
  constructor(readonly refused: EffectRefused) {
    super(refused.refused)
  }
}

async function keepWith(
  db: Database,
  id: string,
  act: FollowUpAct,
  acting: Acting,
  effect: Effect | null,
): Promise<ActKept> {
  const seen =
    act.kind === 'move' && act.moves === null ? { ...act, moves: movesIn(await eventsOf(db, id)) } : act
  return db.transaction().execute(async trx => {
    // The effect changes the delivery, so it is locked first, as reports do.
    if (act.kind === 'move' || effect) await holdAll(trx, id)
    else await sql`select from follow_up where id = ${id} for update`.execute(trx)
    const before = await findFollowUp(trx, id)
    if (!before) return { refused: 'unknown' as const }
    const events = await eventsOf(trx, id)
    if (isStale(events, acting)) return { refused: 'changed-meanwhile' as const }
    const isAnswered = events.some(({ kind }) => kind === 'answered')
    const acted = actOn({ ...before, isAnswered, moves: movesIn(events) }, seen)
    if ('refused' in acted) return acted
    const kept = act.kind === 'move' ? await move(trx, before, act.reason, acting) : id
    if (act.kind !== 'move') await change(trx, before, act, acted, acting)
    const done = effect ? await effect(trx) : { due: [] }
    if ('refused' in done) throw new Undone(done)
    return { followUp: (await findFollowUp(trx, kept)) as FollowUp, due: done.due }
  })
}

/** Whether somebody else, or a rule, changed the follow-up after the acting person read it. */
const isStale = (events: FollowUpEvent[], { by, seen = null }: Acting) =>
  seen !== null &&
  changesIn(events)
    .slice(seen)
    .some(event => event.by !== by)

/**
 * Holds all that an addressee of an edition has, in one order for all who do so: first the delivery, as a report does that
 * comes in. Two moves in opposite directions would otherwise wait for each other.
 */
async function holdAll(trx: Database, id: string): Promise<void> {
  await sql`select from delivery d join follow_up f using (edition, recipient) where f.id = ${id}
    for no key update of d`.execute(trx)
  await sql`select from follow_up f join follow_up one on one.id = ${id}
    where f.id = one.id or (f.edition = one.edition and f.recipient = one.recipient)
    order by f.id for update of f`.execute(trx)
}

async function change(trx: Database, before: FollowUp, act: FollowUpAct, acted: Acted, acting: Acting) {
  const { by, now, today, ownSpoc } = acting
  const { state, result } = acted
  const isDone = state === 'done'
  const kept = isDone && before.state === 'done'
  await trx
    .updateTable('follow_up')
    .set({
      state,
      result: kept ? before.result : result,
      done_by: kept ? before.doneBy : isDone ? by : null,
      done_at: kept ? before.doneAt : isDone ? now : null,
      taken_by: takenBy(before, acted, by),
      // A follow-up returned to the commune's own SPOC follows the roster again.
      ...(act.kind === 'assign' ? { spoc: act.to, assigned_by: act.to === ownSpoc ? null : by } : {}),
      ...(act.kind === 'reopen' ? { due: suggestion(before.reason, today).due, cause_gone_at: null } : {}),
    })
    .where('id', '=', before.id)
    .execute()
  const became = act.kind === 'assign' ? act.to : result
  const was = act.kind === 'assign' ? before.spoc : null
  await addEvent(trx, before.id, { kind: acted.event, at: now, by, was, became, words: acted.text })
}

function takenBy(before: FollowUp, { event, state }: Acted, by: string): string | null {
  if (event === 'taken') return by
  if (state === 'open') return null
  return before.takenBy ?? (event === 'answered' ? by : null)
}

/**
 * Adds a staff answer seen in a recipient's thread to each open follow-up that holds people's words. Doesn't change the follow-ups: `by`, a staff id,
 * is only the mail's own claim.
 */
export async function noteAnswer(
  trx: Database,
  { edition, recipient }: { edition: string; recipient: string },
  { by, words }: { by: string; words: string },
  now: Date,
): Promise<void> {
  const open = await trx
    .selectFrom('follow_up')
    .where('edition', '=', edition)
    .where('recipient', '=', recipient)
    .where('reason', 'in', WRITTEN_REASONS)
    .where('state', '!=', 'done')
    .select('id')
    .orderBy('id')
    .execute()
  const noted = { kind: 'noted' as const, at: now, by: null, was: null, became: by, words: words || null }
  for (const { id } of open) await addEvent(trx, String(id), noted)
}
