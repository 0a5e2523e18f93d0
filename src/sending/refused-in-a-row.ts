import type { Outcome } from '../model/delivery/outcome.js'
import { OWN_BEGINNINGS } from '../model/delivery/own-words.js'
import { partiesAmong, type Whereto } from '../model/delivery/party.js'

/** This many mails refused for good one after the other, by this many parties, and not one taken: hardly the recipients' doing. */
const IN_A_ROW = 10
const PARTIES = 3
/** Of one commune no more count: one that closes its mailboxes must not need only two others' dead ones. */
const OF_ONE = 4

/**
 * Judges each outcome of an edition. One domain that refuses ourselves is its own affair; the third party in a row without a mail taken
 * makes it a refusal of ourselves, which pauses the edition (decision 25). So does a row of refusals that are worded like those of
 * recipients. The next row is counted anew, for a person who lets the edition go on. "Later" says nothing of whether we are refused.
 */
export function openRefusedInARow(): (outcome: Outcome, edition: string, to: Whereto) => Outcome {
  let row: Whereto[] = []
  let unwelcomeAt: Whereto[] = []
  let of = ''
  return (outcome, edition, to) => {
    if (outcome.kind === 'accepted' || edition !== of) unwelcomeAt = []
    if (outcome.kind === 'accepted' || outcome.kind === 'transient' || edition !== of) row = []
    of = edition
    if (outcome.kind !== 'permanent' && outcome.kind !== 'unwelcome') return outcome
    row = withOne(row, to)
    if (outcome.kind === 'unwelcome') unwelcomeAt = withOne(unwelcomeAt, to)
    const isWordless = row.length >= IN_A_ROW && partiesAmong(row) >= PARTIES
    if (!isWordless && partiesAmong(unwelcomeAt) < PARTIES) return outcome
    const detail = isWordless
      ? `${IN_A_ROW} ${OWN_BEGINNINGS['in-a-row']}`
      : `${PARTIES} ${OWN_BEGINNINGS['of-domains']}`
    row = []
    unwelcomeAt = []
    return { kind: 'sender', reply: outcome.reply, detail: detail + outcome.reply.text }
  }
}

function withOne(row: Whereto[], to: Whereto): Whereto[] {
  return row.filter(({ commune }) => commune === to.commune).length < OF_ONE ? [...row, to] : row
}
