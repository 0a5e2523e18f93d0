import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { writeMandates } from '../../files/write-mandates.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { takeBackSentAgain } from '../../postgres/delivery/send-again.js'
import { addressChanges, proposedAddress } from '../../postgres/follow-ups/address-changes.js'
import { dropAddressPlan, planAddressChange } from '../../postgres/follow-ups/planned-address-changes.js'
import { type Context, rosterToday } from '../context.js'
import { mayDecide } from '../delivery/suppressions.js'
import { followUpAccess } from './act-on-follow-up.js'
import { changingAlone, finishChange } from './finish-address-change.js'
import { finishAddressChanges, reopenCorrected } from './finish-address-changes.js'
import { type Change, type ChangeRefused, judge, refused } from './judge-address.js'

/** Whose address it is; `also`: other mandates of the same person, on whose lines it stands, too, missing where there is none. */
type AddressOf = { recipient: string; also?: string[]; before: string; after: string }

export type Confirmed = ({ kind: 'changed'; file: string; backup: string } & AddressOf) | ChangeRefused

/** What a confirmation would change, for the person who confirms; `others`: mandates that have the new address, too, by the roster's id. */
export type ProposedChange = { kind: 'proposed'; others: string[] } & AddressOf

/** The address that a person wants written; `address` null: the one the official gave. `text`: a note for the follow-up. */
type AskedAddress = { id: string; by: string; address: string | null; text?: string | null }

/** What confirming would write, and facts to know before; or why it is impossible. Changes nothing. */
export async function proposeAddress(
  context: Context,
  asked: AskedAddress,
): Promise<ProposedChange | ChangeRefused> {
  const change = await asChange(context, asked)
  if ('kind' in change) return change
  const judged = await judge(context, change)
  if ('kind' in judged) return judged
  const { recipient, after } = change
  const { roster, made } = judged
  const others = roster.mandateHolders.filter(
    ({ id, email }) => id !== recipient && sameAddress(email, after),
  )
  return {
    kind: 'proposed',
    recipient,
    ...(made.also.length > 0 ? { also: made.also } : {}),
    before: made.before,
    after,
    others: others.map(({ id }) => id),
  }
}

/** Writes the proposed or another address into mandate-holders.csv, and ends the follow-up. */
export async function confirmAddress(context: Context, asked: AskedAddress): Promise<Confirmed> {
  await finishAddressChanges(context)
  const wanted = await asChange(context, asked)
  return 'kind' in wanted ? wanted : change(context, wanted)
}

/** A person's wish for a follow-up as a change of the list. */
async function asChange(
  context: Context,
  { id, by, address, text = null }: AskedAddress,
): Promise<Change | ChangeRefused> {
  const seen = await followUpAccess(context, id, by)
  if ('refused' in seen) return refused(seen.refused)
  const { edition, recipient, state } = seen.before
  if (state === 'done') return refused('done-already')
  const after = (address ?? (await proposedAddress(context.engine.db, seen.before)))?.trim()
  if (!after) return refused('no-address')
  return { recipient, after, only: null, followUp: id, edition, by, text }
}

/** Takes the last confirmed change of somebody's address back; what it ended is to be done again. */
export async function undoAddress(
  context: Context,
  { recipient, by }: { recipient: string; by: string },
): Promise<Confirmed> {
  await finishAddressChanges(context)
  const { clock, engine } = context
  const { roster } = await rosterToday(context)
  if (!mayDecide(roster.staff, by)) return refused('unknown-person')
  const [last] = await addressChanges(engine.db, recipient)
  if (!last) return refused('nothing-to-undo')
  const { before: after, after: only } = last
  // First: unsent mail must not go to a wrong address, whatever becomes of the list.
  const { inFlight } = await engine.db
    .transaction()
    .execute(trx => takeBackSentAgain(trx, { recipient, address: only, by, now: clock() }))
  if (inFlight.length > 0) return refused('on-its-way', only)
  const wanted = { recipient, after, only, followUp: null, edition: null, by, text: null }
  const undone = await change(context, wanted)
  if (undone.kind === 'changed' && last.followUp !== null) await reopenCorrected(context, last, by)
  return undone
}

/** One cell is changed anew this often in a list that somebody else is changing at the same moment. */
const ATTEMPTS = 12
/** A writer takes milliseconds; each attempt waits this much longer. */
const PAUSE_MS = 50

/** Changes one cell of the file if that adds no problem. The plan is recorded before writing, so that a crash can be repaired. */
async function change(context: Context, asked: Change): Promise<Confirmed> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const changed = await changingAlone(context, () => changeOnce(context, asked))
    if (changed) return changed
    await pause(PAUSE_MS * attempt)
  }
  return refused('not-writable', 'somebody else is changing it')
}

async function changeOnce(context: Context, asked: Change): Promise<Confirmed | null> {
  const { config, clock, engine, log } = context
  const { recipient, after, followUp, by, text } = asked
  const judged = await judge(context, asked)
  if ('kind' in judged) return judged
  const { made, bytes } = judged
  const stamp = clock().toISOString().replace(/[-:.]/g, '')
  const backup = join(config.dataDir, 'backups', `mandate-holders-${stamp}-${randomUUID().slice(0, 8)}.csv`)
  const what = { recipient, before: made.before, after }
  const plan = await planAddressChange(engine.db, { ...what, followUp, by: by.toLowerCase(), at: clock() })
  const list = { text: made.text, backup, before: bytes }
  const written = await writeMandates(config.recipientsDir, list).catch((error: Error) => error)
  if (typeof written !== 'string') {
    await dropAddressPlan(engine.db, plan.id)
    return written && refused('not-writable', written.message)
  }
  await finishChange(context, plan, text)
  log.info('address.confirmed', { recipient })
  const also = made.also.length > 0 ? { also: made.also } : {}
  return { kind: 'changed', ...what, ...also, file: written, backup }
}
