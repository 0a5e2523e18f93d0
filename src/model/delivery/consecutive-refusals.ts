import type { Outcome } from './outcome.js'
import { OWN_BEGINNINGS } from './own-words.js'
import { partiesAmong, type Whereto } from './party.js'

/** Consecutive refusals, by this many parties, without an accepted mail: hardly the recipients' fault. */
const MAILS_IN_A_ROW = 10
const PARTIES = 3
/** No more count per commune: one that closes its mailboxes must not need only two other dead ones. */
const MAILS_OF_ONE_COMMUNE = 4

/** Where an edition's mails were refused since the last accepted one; `unwelcomeAt`: where the sender was refused. */
export type ConsecutiveRefusals = { edition: string; row: Whereto[]; unwelcomeAt: Whereto[] }

export const noneRefused = (): ConsecutiveRefusals => ({ edition: '', row: [], unwelcomeAt: [] })

/**
 * Judges an outcome by earlier ones. One domain that refuses the sender concerns it alone. The third such party without an accepted mail makes a
 * sender refusal, which pauses the edition. So do consecutive refusals worded like a recipient's. Then counting restarts, for a person who resumes. A
 * deferral proves nothing.
 */
export function judge(refused: ConsecutiveRefusals, outcome: Outcome, edition: string, to: Whereto): Outcome {
  const isOther = edition !== refused.edition
  if (outcome.kind === 'accepted' || isOther) refused.unwelcomeAt = []
  if (outcome.kind === 'accepted' || outcome.kind === 'transient' || isOther) refused.row = []
  refused.edition = edition
  if (outcome.kind !== 'permanent' && outcome.kind !== 'unwelcome') return outcome
  refused.row = withOne(refused.row, to)
  if (outcome.kind === 'unwelcome') refused.unwelcomeAt = withOne(refused.unwelcomeAt, to)
  // decision 25
  const isWordless = refused.row.length >= MAILS_IN_A_ROW && partiesAmong(refused.row) >= PARTIES
  if (!isWordless && partiesAmong(refused.unwelcomeAt) < PARTIES) return outcome
  Object.assign(refused, { row: [], unwelcomeAt: [] })
  const beginning = isWordless
    ? `${MAILS_IN_A_ROW} ${OWN_BEGINNINGS['in-a-row']}`
    : `${PARTIES} ${OWN_BEGINNINGS['of-domains']}`
  return { kind: 'sender', reply: outcome.reply, detail: beginning + outcome.reply.text }
}

function withOne(row: Whereto[], to: Whereto): Whereto[] {
  return row.filter(({ commune }) => commune === to.commune).length < MAILS_OF_ONE_COMMUNE
    ? [...row, to]
    : row
}
