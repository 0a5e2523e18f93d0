import { isUtf8 } from 'node:buffer'
import { join } from 'node:path'
import { readIncoming } from '../../files/roster.js'
import { type Problem, problemAt, WHOLE_FILE } from '../../model/problem/problem.js'
import { linesOfPerson } from '../../model/roster/person.js'
import type { Roster } from '../../model/roster/roster.js'
import { addressFrom, isEmailAddress } from '../../model/staff/address-from.js'
import { sameAddress } from '../../model/staff/email-address.js'
import { withAddressOfPerson } from '../../parse/roster/address-line.js'
import { isFormula } from '../../parse/roster/formula.js'
import { findSendable } from '../../postgres/delivery/send-again.js'
import { suppressedAmong } from '../../postgres/delivery/suppressed.js'
import { type Context, rosterToday, todayOf } from '../context.js'
import { mayLeaveFor } from '../delivery/allowed.js'
import type { FollowUpRefusal } from './act-on-follow-up.js'
import { MANDATES } from './finish-address-change.js'

export type ChangeRefused = { kind: 'refused'; why: ChangeRefusal; detail?: string; problem?: Problem }

export type ChangeRefusal =
  | FollowUpRefusal
  | 'no-address'
  | 'not-an-address'
  | 'same-address'
  /** The mail was refused for good there. */
  | 'refused-address'
  | 'not-allowed'
  | 'suppressed'
  | 'not-in-roster'
  | 'roster-problem'
  | 'not-writable'
  | 'nothing-to-undo'
  | 'changed-since'
  /** A mail to that address is in flight. */
  | 'on-its-way'

/** `only`: what the cell must contain; null: anything. `edition`: that of the follow-up. */
export type Change = {
  recipient: string
  after: string
  only: string | null
  followUp: string | null
  edition: string | null
  by: string
  text: string | null
}

type Judged = { made: NonNullable<ReturnType<typeof withAddressOfPerson>>; bytes: Uint8Array; roster: Roster }

/** The changed list, unless its parser, the lists of allowed and suppressed addresses, or a refusal forbids it. */
export async function judge(
  context: Context,
  { recipient, after, only, edition }: Change,
): Promise<Judged | ChangeRefused> {
  const { config, folders } = context
  if (after !== '' && (!isEmailAddress(after) || isFormula(after))) return notAnAddress(after)
  const read = await readIncoming(join(config.recipientsDir, MANDATES))
  if ('reason' in read) return refused('not-writable', read.reason)
  // A non-UTF-8 byte anywhere in the file would be changed by writing.
  if (!isUtf8(read.bytes)) return refused('not-writable', 'it is not in UTF-8')
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(read.bytes)
  const today = todayOf(context)
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

/** Why a mail to a new address would not leave or arrive; null when nothing is known. */
async function hindering(
  context: Context,
  recipient: string,
  after: string,
  edition: string | null,
): Promise<'refused-address' | 'not-allowed' | 'suppressed' | null> {
  const { engine, config } = context
  const row = edition === null ? null : await findSendable(engine.db, `${edition}.${recipient}`)
  if (row?.state === 'bounced' && sameAddress(row.sentTo, after)) return 'refused-address'
  if (!mayLeaveFor(config, after)) return 'not-allowed'
  const { roster } = await rosterToday(context)
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

/** The additional problem of the changed list; compared by content, since line numbers stay. */
function spoiling(after: Problem[], before: Problem[]): ChangeRefused {
  const known = new Set(before.map(({ code, line, column }) => `${code} ${line} ${column}`))
  const problem = after.find(({ code, line, column }) => !known.has(`${code} ${line} ${column}`))
  return { ...refused('roster-problem', problem?.code), ...(problem ? { problem } : {}) }
}

export const refused = (why: ChangeRefusal, detail?: string): ChangeRefused => ({
  kind: 'refused',
  why,
  ...(detail ? { detail } : {}),
})
