import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readIncoming, writeMandates } from '../files/roster.js'
import { localDay } from '../model/calendar/calendar.js'
import { withAddress } from '../model/roster/address-line.js'
import { isEmailAddress } from '../model/roster/email-address.js'
import { isFormula } from '../model/roster/formula.js'
import {
  type AddressChange,
  addressChanges,
  dropAddressPlan,
  planAddressChange,
  proposedAddress,
} from '../postgres/address-changes.js'
import { findFollowUp } from '../postgres/follow-up-acts.js'
import { takeBackSentAgain } from '../postgres/send-again.js'
import type { FollowUpRefusal } from '../steps/follow-up.js'
import type { Context } from './context.js'
import { type Act, changingAlone, finishChange, finishPlanned, MANDATES } from './planned-address-changes.js'
import { mayDecide } from './suppressions.js'

export type Confirmed =
  | { kind: 'changed'; recipient: string; before: string; after: string; file: string; backup: string }
  | { kind: 'refused'; why: ChangeRefusal; detail?: string }
export type ChangeRefusal =
  | FollowUpRefusal
  | 'no-address'
  | 'not-an-address'
  | 'same-address'
  | 'not-in-roster'
  | 'roster-problem'
  | 'not-writable'
  | 'nothing-to-undo'
  | 'changed-since'
  /** A mail to that address is in a worker's hands at this moment. */
  | 'on-its-way'

/** New addresses of officials: the house proposes, a person confirms, the agency's list of mandates changes. */
export function bindAddressChanges(
  context: Context,
  act: Act,
  access: (id: string, by: string) => Promise<object>,
) {
  const { db } = context.engine
  return {
    /** Writes the address that a follow-up proposes, or another, into mandate-holders.csv, and ends the follow-up. */
    confirmAddress: (id: string, by: string, address: string | null): Promise<Confirmed> =>
      confirm(context, { id, by, address }, act, access),
    /** Takes the last confirmed change of somebody's address back. */
    undoAddress: (recipient: string, by: string): Promise<Confirmed> => undo(context, recipient, by, act),
    addressChanges: (): Promise<AddressChange[]> => addressChanges(db),
    /** Finishes what was confirmed before a crash; at each start, each minute, and before the next confirmation. */
    finishAddressChanges: (): Promise<void> => finishPlanned(context, act),
  }
}

async function confirm(
  context: Context,
  { id, by, address }: { id: string; by: string; address: string | null },
  act: Act,
  access: (id: string, by: string) => Promise<object>,
): Promise<Confirmed> {
  const { db } = context.engine
  await finishPlanned(context, act)
  const seen = await access(id, by)
  if ('refused' in seen) return refused(seen.refused as FollowUpRefusal)
  const followUp = await findFollowUp(db, id)
  if (!followUp) return refused('unknown')
  const { edition, recipient, state } = followUp
  if (state === 'done') return refused('done-already')
  const after = address ?? (edition && (await proposedAddress(db, { edition, recipient })))
  if (!after) return refused('no-address')
  return change(context, { recipient, after, only: null, followUp: id, by }, act)
}

async function undo(context: Context, recipient: string, by: string, act: Act): Promise<Confirmed> {
  await finishPlanned(context, act)
  const { folders, clock, config, engine } = context
  const { roster } = await folders.roster(localDay(clock(), config.timeZone))
  if (!mayDecide(roster.staff, by)) return refused('unknown-person')
  const [last] = await addressChanges(engine.db, recipient)
  if (!last) return refused('nothing-to-undo')
  const { before: after, after: only } = last
  // First: what hasn't left must not go to an address that somebody calls wrong, whatever becomes of the list.
  const { onItsWay } = await engine.db
    .transaction()
    .execute(trx => takeBackSentAgain(trx, { recipient, address: only, by, now: clock() }))
  if (onItsWay.length > 0) return refused('on-its-way', only)
  return change(context, { recipient, after, only, followUp: null, by }, act)
}

/** So often one cell is changed anew in a list that somebody else is changing at the same moment. */
const TRIES = 12
/** A writer takes milliseconds; each try waits this much longer. */
const PAUSE = 50

/** `only`: what must stand there now. */
type Change = { recipient: string; after: string; only: string | null; followUp: string | null; by: string }

/**
 * Changes one cell of the file, when what comes of it has no more problems than before. What is about to be written is
 * written down first, so that after a crash it is known what to finish.
 */
async function change(context: Context, asked: Change, act: Act): Promise<Confirmed> {
  const { after } = asked
  if (after !== '' && (!isEmailAddress(after) || isFormula(after))) return refused('not-an-address', after)
  for (let tries = 0; tries < TRIES; tries++) {
    const changed = await changingAlone(context, () => changeOnce(context, asked, act))
    if (changed) return changed
    await pause(PAUSE * (tries + 1))
  }
  return refused('not-writable', 'somebody else is changing it')
}

async function changeOnce(
  context: Context,
  { recipient, after, only, followUp, by }: Change,
  act: Act,
): Promise<Confirmed | null> {
  const { config, clock, folders, engine, log } = context
  const read = await readIncoming(join(config.recipientsDir, MANDATES))
  if ('reason' in read) return refused('not-writable', read.reason)
  // Elsewhere in the file, too, a byte that is no UTF-8 would come back as another character.
  if (!isUtf8(read.bytes)) return refused('not-writable', 'it is not in UTF-8')
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(read.bytes)
  const made = withAddress(text, recipient, after)
  if (!made) return refused('not-in-roster', recipient)
  if (made.before === after) return refused('same-address', after)
  if (only !== null && made.before !== only) return refused('changed-since', made.before)
  const today = localDay(clock(), config.timeZone)
  const before = await folders.roster(today)
  const parsed = await folders.roster(today, { file: MANDATES, bytes: new TextEncoder().encode(made.text) })
  if (parsed.problems.length > before.problems.length)
    return refused('roster-problem', parsed.problems[0]?.code)
  const stamp = clock().toISOString().replace(/[-:.]/g, '')
  const backup = join(config.dataDir, 'backups', `mandate-holders-${stamp}-${randomUUID().slice(0, 8)}.csv`)
  const what = { recipient, before: made.before, after }
  const plan = await planAddressChange(engine.db, { ...what, followUp, by: by.toLowerCase(), at: clock() })
  const list = { text: made.text, backup, before: read.bytes }
  const written = await writeMandates(config.recipientsDir, list).catch((error: Error) => error)
  if (typeof written !== 'string') {
    await dropAddressPlan(engine.db, plan.id)
    return written && refused('not-writable', written.message)
  }
  await finishChange(context, plan, act)
  log.info('address.confirmed', { recipient })
  return { kind: 'changed', ...what, file: written, backup }
}

const refused = (why: ChangeRefusal, detail?: string): Confirmed => ({
  kind: 'refused',
  why,
  ...(detail ? { detail } : {}),
})
