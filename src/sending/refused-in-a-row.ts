import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_BEGINNINGS } from '../model/delivery/own-words.js'
import { partiesAmong, type Whereto } from '../model/delivery/party.js'

/** This many mails refused for good one after the other, by this many parties, and not one taken: hardly the recipients' doing. */
const MAILS_IN_A_ROW = 10
const PARTIES = 3
/** Of one commune no more count: one that closes its mailboxes must not need only two others' dead ones. */
const MAILS_OF_ONE_COMMUNE = 4

/** Where mails of one edition were refused, since one was taken; `unwelcomeAt`: where it was ourselves. */
export type RefusedInARow = { edition: string; row: Whereto[]; unwelcomeAt: Whereto[] }

export const noneRefused = (): RefusedInARow => ({ edition: '', row: [], unwelcomeAt: [] })

/**
 * Judges an outcome by those before it. One domain that refuses ourselves is its own affair; the third party in a row without a mail taken
 * makes it a refusal of ourselves, which pauses the edition. So does a row of refusals that are worded like those of
 * recipients. The next row is counted anew, for a person who lets the edition go on. "Later" says nothing of whether we are refused.
 */
export function judge(refused: RefusedInARow, outcome: Outcome, edition: string, to: Whereto): Outcome {
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
