import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readIncoming, writeMandates } from '../files/roster.js'
import { localDay } from '../model/calendar/calendar.js'
import type { FollowUpReason, FollowUpResult } from '../model/follow-up/follow-up.js'
import { withAddress } from '../model/roster/address-line.js'
import { isEmailAddress } from '../model/roster/email-address.js'
import { isFormula } from '../model/roster/formula.js'
import {
  type AddressChange,
  addressChanges,
  keepAddressChange,
  proposedAddress,
} from '../postgres/address-changes.js'
import { findFollowUp } from '../postgres/follow-up-acts.js'
import type { FollowUpDone, FollowUpRefusal } from '../steps/follow-up.js'
import type { Context } from './context.js'
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

type Act = (
  id: string,
  by: string,
  act: { kind: 'done'; result: string; text: null },
) => Promise<FollowUpDone<unknown>>

const NEW_ADDRESS: Partial<Record<FollowUpReason, FollowUpResult>> = { correction: 'corrected' }

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
    undoAddress: (recipient: string, by: string): Promise<Confirmed> => undo(context, recipient, by),
    addressChanges: (): Promise<AddressChange[]> => addressChanges(db),
  }
}

async function confirm(
  context: Context,
  { id, by, address }: { id: string; by: string; address: string | null },
  act: Act,
  access: (id: string, by: string) => Promise<object>,
): Promise<Confirmed> {
  const { db } = context.engine
  const seen = await access(id, by)
  if ('refused' in seen) return refused(seen.refused as FollowUpRefusal)
  const followUp = await findFollowUp(db, id)
  if (!followUp) return refused('unknown')
  const { edition, recipient, reason, state } = followUp
  if (state === 'done') return refused('done-already')
  const after = address ?? (edition && (await proposedAddress(db, { edition, recipient })))
  if (!after) return refused('no-address')
  const changed = await change(context, recipient, after, null)
  if (changed.kind === 'refused') return changed
  await keepAddressChange(db, { ...whatOf(changed), followUp: id, by: by.toLowerCase(), at: context.clock() })
  await act(id, by, { kind: 'done', result: NEW_ADDRESS[reason] ?? 'new-address', text: null })
  return changed
}

async function undo(context: Context, recipient: string, by: string): Promise<Confirmed> {
  const { folders, clock, config, engine } = context
  const { roster } = await folders.roster(localDay(clock(), config.timeZone))
  if (!mayDecide(roster.staff, by)) return refused('unknown-person')
  const [last] = await addressChanges(engine.db, recipient)
  if (!last) return refused('nothing-to-undo')
  const changed = await change(context, recipient, last.before, last.after)
  if (changed.kind === 'changed')
    await keepAddressChange(engine.db, {
      ...whatOf(changed),
      followUp: null,
      by: by.toLowerCase(),
      at: clock(),
    })
  return changed
}

/** So often one cell is changed anew in a list that somebody else is changing at the same moment. */
const TRIES = 6
/** A writer takes milliseconds; each try waits this much longer. */
const PAUSE = 50

/** Changes one cell of the file, when what comes of it has no more problems than before. `only`: what must stand there now. */
async function change(
  context: Context,
  recipient: string,
  after: string,
  only: string | null,
): Promise<Confirmed> {
  if (after !== '' && (!isEmailAddress(after) || isFormula(after))) return refused('not-an-address', after)
  for (let tries = 0; tries < TRIES; tries++) {
    const changed = await changeOnce(context, recipient, after, only)
    if (changed) return changed
    await pause(PAUSE * (tries + 1))
  }
  return refused('not-writable', 'somebody else is changing it')
}

async function changeOnce(
  context: Context,
  recipient: string,
  after: string,
  only: string | null,
): Promise<Confirmed | null> {
  const { config, clock, folders, log } = context
  const name = 'mandate-holders.csv'
  const read = await readIncoming(join(config.recipientsDir, name))
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
  const parsed = await folders.roster(today, { file: name, bytes: new TextEncoder().encode(made.text) })
  if (parsed.problems.length > before.problems.length)
    return refused('roster-problem', parsed.problems[0]?.code)
  const stamp = clock().toISOString().replace(/[-:.]/g, '')
  const backup = join(config.dataDir, 'backups', `mandate-holders-${stamp}-${randomUUID().slice(0, 8)}.csv`)
  try {
    const list = { text: made.text, backup, before: read.bytes }
    const file = await writeMandates(config.recipientsDir, list)
    if (!file) return null
    log.info('address.confirmed', { recipient })
    return { kind: 'changed', recipient, before: made.before, after, file, backup }
  } catch (error) {
    return refused('not-writable', (error as Error).message)
  }
}

const whatOf = ({ recipient, before, after }: Extract<Confirmed, { kind: 'changed' }>) => ({
  recipient,
  before,
  after,
})

const refused = (why: ChangeRefusal, detail?: string): Confirmed => ({
  kind: 'refused',
  why,
  ...(detail ? { detail } : {}),
})
