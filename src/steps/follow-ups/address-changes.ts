import { isUtf8 } from 'node:buffer'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readIncoming } from '../../files/roster.js'
import { writeMandates } from '../../files/write-mandates.js'
import { localDay } from '../../model/calendar/calendar.js'
import { isSameAddress } from '../../model/delivery/send-again.js'
import type { FollowUp } from '../../model/follow-ups/follow-up.js'
import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { linesOfPerson } from '../../model/roster/person.js'
import type { Roster } from '../../model/roster/roster.js'
import { addressFrom, isEmailAddress } from '../../model/staff/email-address.js'
import { withAddressOfPerson } from '../../parse/roster/address-line.js'
import { isFormula } from '../../parse/roster/formula.js'
import { findSendable, takeBackSentAgain } from '../../postgres/delivery/send-again.js'
import { suppressedAmong } from '../../postgres/delivery/suppressed.js'
import {
  type AddressChange,
  addressChanges,
  dropAddressPlan,
  planAddressChange,
  proposedAddress,
} from '../../postgres/follow-ups/address-changes.js'
import { findFollowUp } from '../../postgres/follow-ups/follow-up-histories.js'
import type { Context } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'
import { mayDecide } from '../delivery/suppressions.js'
import type { FollowUpRefusal } from './act-on-follow-up.js'
import {
  type Act,
  changingAlone,
  finishChange,
  finishPlanned,
  MANDATES,
  reopenCorrected,
} from './planned-address-changes.js'

export type Confirmed =
  | {
      kind: 'changed'
      recipient: string
      /** Other mandates of the same person, on whose lines it was written, too; missing where there is none. */
      also?: string[]
      before: string
      after: string
      file: string
      backup: string
    }
  | ChangeRefused
export type ChangeRefused = { kind: 'refused'; why: ChangeRefusal; detail?: string; problem?: Problem }

/** What a confirmation would change, for the person who confirms. */
export type ProposedChange = {
  kind: 'proposed'
  recipient: string
  also?: string[]
  before: string
  after: string
  /** Other mandates of the roster that have the new address, too, by the roster's id. */
  others: string[]
}
export type ChangeRefusal =
  | FollowUpRefusal
  | 'no-address'
  | 'not-an-address'
  | 'same-address'
  /** It is where the mail was refused for good. */
  | 'refused-address'
  | 'not-allowed'
  | 'suppressed'
  | 'not-in-roster'
  | 'roster-problem'
  | 'not-writable'
  | 'nothing-to-undo'
  | 'changed-since'
  /** A mail to that address is in a worker's hands at this moment. */
  | 'on-its-way'

/** What a person wants written: `address` null: the one that the official gave. `text`: a note for the follow-up. */
export type AskedAddress = { id: string; by: string; address: string | null; text?: string | null }

/** New addresses of officials: the agency's program proposes, a person confirms, the agency's list of mandates changes. */
export function bindAddressChanges(
  context: Context,
  act: Act,
  access: (id: string, by: string) => Promise<object>,
) {
  const { db } = context.engine
  return {
    /** What confirming would write, and what there is to know before; or why it can't be. Changes nothing. */
    proposeAddress: (asked: AskedAddress): Promise<ProposedChange | ChangeRefused> =>
      propose(context, asked, access),
    /** Writes the address that a follow-up proposes, or another, into mandate-holders.csv, and ends the follow-up. */
    confirmAddress: (
      id: string,
      by: string,
      address: string | null,
      text: string | null = null,
    ): Promise<Confirmed> => confirm(context, { id, by, address, text }, act, access),
    /** Takes the last confirmed change of somebody's address back, what it ended is to be done again. */
    undoAddress: (recipient: string, by: string): Promise<Confirmed> => undo(context, recipient, by, act),
    /** The address that an official gave, in answer to the edition of a follow-up; null: none. */
    proposedAddress: ({ edition, recipient }: Pick<FollowUp, 'edition' | 'recipient'>) =>
      edition === null ? Promise.resolve(null) : proposedAddress(db, { edition, recipient }),
    addressChanges: (): Promise<AddressChange[]> => addressChanges(db),
    /** Finishes what was confirmed before a crash; at each start, each minute, and before the next confirmation. */
    finishAddressChanges: (): Promise<void> => finishPlanned(context, act),
  }
}

async function propose(
  context: Context,
  asked: AskedAddress,
  access: (id: string, by: string) => Promise<object>,
): Promise<ProposedChange | ChangeRefused> {
  const change = await asChange(context, asked, access)
  if ('kind' in change) return change
  const judged = await judge(context, change)
  if ('kind' in judged) return judged
  const { recipient, after } = change
  const { roster, made } = judged
  const others = roster.mandateHolders.filter(
    ({ id, email }) => id !== recipient && email.toLowerCase() === after.toLowerCase(),
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

async function confirm(
  context: Context,
  asked: AskedAddress,
  act: Act,
  access: (id: string, by: string) => Promise<object>,
): Promise<Confirmed> {
  await finishPlanned(context, act)
  const wanted = await asChange(context, asked, access)
  return 'kind' in wanted ? wanted : change(context, wanted, act)
}

/** What somebody wants on account of a follow-up, as a change of the list. */
async function asChange(
  { engine }: Context,
  { id, by, address, text = null }: AskedAddress,
  access: (id: string, by: string) => Promise<object>,
): Promise<Change | ChangeRefused> {
  const seen = await access(id, by)
  if ('refused' in seen) return refused(seen.refused as FollowUpRefusal)
  const followUp = await findFollowUp(engine.db, id)
  if (!followUp) return refused('unknown')
  const { edition, recipient, state } = followUp
  if (state === 'done') return refused('done-already')
  const after = (address ?? (edition && (await proposedAddress(engine.db, { edition, recipient }))))?.trim()
  if (!after) return refused('no-address')
  return { recipient, after, only: null, followUp: id, edition, by, text }
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
  const wanted = { recipient, after, only, followUp: null, edition: null, by, text: null }
  const undone = await change(context, wanted, act)
  if (undone.kind === 'changed' && last.followUp !== null) await reopenCorrected(context, last, by)
  return undone
}

/** So often one cell is changed anew in a list that somebody else is changing at the same moment. */
const TRIES = 12
/** A writer takes milliseconds; each try waits this much longer. */
const PAUSE = 50

/** `only`: what must stand there now; null: whatever stands there. `edition`: that of the follow-up. */
type Change = {
  recipient: string
  after: string
  only: string | null
  followUp: string | null
  edition: string | null
  by: string
  text: string | null
}

/**
 * Changes one cell of the file, when what comes of it has no more problems than before. What is about to be written is
 * written down first, so that after a crash it is known what to finish.
 */
async function change(context: Context, asked: Change, act: Act): Promise<Confirmed> {
  for (let tries = 0; tries < TRIES; tries++) {
    const changed = await changingAlone(context, () => changeOnce(context, asked, act))
    if (changed) return changed
    await pause(PAUSE * (tries + 1))
  }
  return refused('not-writable', 'somebody else is changing it')
}

async function changeOnce(context: Context, asked: Change, act: Act): Promise<Confirmed | null> {
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
  await finishChange(context, plan, act, text)
  log.info('address.confirmed', { recipient })
  const also = made.also.length > 0 ? { also: made.also } : {}
  return { kind: 'changed', ...what, ...also, file: written, backup }
}

type Judged = { made: NonNullable<ReturnType<typeof withAddressOfPerson>>; bytes: Uint8Array; roster: Roster }

/** What the list would be, when nothing speaks against it: its own parser, the lists of who may be written to, the address that refused. */
async function judge(
  context: Context,
  { recipient, after, only, edition }: Change,
): Promise<Judged | ChangeRefused> {
  const { config, clock, folders } = context
  if (after !== '' && (!isEmailAddress(after) || isFormula(after))) return notAnAddress(after)
  const read = await readIncoming(join(config.recipientsDir, MANDATES))
  if ('reason' in read) return refused('not-writable', read.reason)
  // Elsewhere in the file, too, a byte that is no UTF-8 would come back as another character.
  if (!isUtf8(read.bytes)) return refused('not-writable', 'it is not in UTF-8')
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(read.bytes)
  const today = localDay(clock(), config.timeZone)
  const before = await folders.roster(today)
  const made = withAddressOfPerson(text, recipient, after, before.roster.mandateHolders)
  if (!made) return refused('not-in-roster', recipient)
  if (made.before === after) return refused('same-address', after)
  if (only !== null && made.before !== only) return refused('changed-since', made.before)
  const hindered = only === null ? await hindering(context, recipient, after, edition) : null
  if (hindered) return refused(hindered, after)
  const parsed = await folders.roster(today, { file: MANDATES, bytes: new TextEncoder().encode(made.text) })
  if (parsed.problems.length > before.problems.length) return spoiling(parsed.problems, before.problems)
  return { made, bytes: read.bytes, roster: before.roster }
}

/** Why a mail to a new address would not leave or not arrive; null when nothing is known against it. */
async function hindering(
  { engine, config, folders, clock }: Context,
  recipient: string,
  after: string,
  edition: string | null,
): Promise<'refused-address' | 'not-allowed' | 'suppressed' | null> {
  const row = edition === null ? null : await findSendable(engine.db, `${edition}.${recipient}`)
  if (row?.state === 'bounced' && isSameAddress(row.sentTo, after)) return 'refused-address'
  if (!mayLeaveFor(config, after)) return 'not-allowed'
  const { roster } = await folders.roster(localDay(clock(), config.timeZone))
  const recipients = linesOfPerson(roster.mandateHolders, recipient)
  const [suppression] = await suppressedAmong(engine, [{ address: after, recipients }])
  return suppression ? 'suppressed' : null
}

function notAnAddress(after: string): ChangeRefused {
  const problem = problemAt(MANDATES, WHOLE_FILE, 'email-wrong', {
    key: 'email',
    found: after,
    suggestion: addressFrom(after),
  })
  return { ...refused('not-an-address', after), problem }
}

/** The problem that the list would have more; it is named by what it is, for line numbers stay. */
function spoiling(after: Problem[], before: Problem[]): ChangeRefused {
  const known = new Set(before.map(({ code, line, column }) => `${code} ${line} ${column}`))
  const problem = after.find(({ code, line, column }) => !known.has(`${code} ${line} ${column}`))
  return { ...refused('roster-problem', problem?.code), ...(problem ? { problem } : {}) }
}

const refused = (why: ChangeRefusal, detail?: string): ChangeRefused => ({
  kind: 'refused',
  why,
  ...(detail ? { detail } : {}),
})
